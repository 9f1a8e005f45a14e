// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"
#include "core/pipeline/plan.h"

#include <memory>
#include <vector>

namespace gatehouse::pipeline {

/// The memory of one call: what it builds, and whatever its values point into (parsed answers, the constants
/// of the plan's expressions). The result document shares it, so nothing is copied on the way out.
struct CallMemory
{
    json::Arena arena;
    std::vector<json::Document> documents;
    std::vector<std::shared_ptr<const void>> owners; ///< Plans and targets.
};

/// A document of the call's memory.
[[nodiscard]] inline json::Document documentOf(const std::shared_ptr<CallMemory>& memory,
                                               const json::Value& root)
{
    return {std::shared_ptr<const json::Arena>(memory, &memory->arena), root};
}

} // namespace gatehouse::pipeline
