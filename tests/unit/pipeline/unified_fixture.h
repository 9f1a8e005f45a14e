// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/unified.h"
#include "tests/unit/pipeline/pipeline_world.h"

#include <string>
#include <vector>

namespace gatehouse::pipeline {

/// A record as the made-up vendor gives it.
inline constexpr const char* kAda = R"({"id":1,"first":"Ada","last":"Lovelace","tel":"+44 1","age":"36"})";

/// Unified calls through the pipeline of PipelineWorld.
class UnifiedTest : public test::PipelineWorld
{
protected:
    static std::string result(const UnifiedResponse& response)
    {
        return json::write((*response.body)["result"]);
    }

    static std::vector<std::string> stagesOf(const CallDetail& call)
    {
        std::vector<std::string> out;
        for (const StageTiming& stage : call.stages) {
            out.push_back(stage.stage);
        }
        return out;
    }
};

} // namespace gatehouse::pipeline
