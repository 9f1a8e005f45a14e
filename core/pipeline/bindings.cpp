// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/bindings.h"

#include <algorithm>
#include <array>

namespace gatehouse::pipeline {

json::Value queryObject(const std::vector<std::pair<std::string, std::string>>& pairs, json::Arena& arena)
{
    json::ObjectBuilder out(arena);
    for (auto it = pairs.begin(); it != pairs.end(); ++it) {
        const auto sameName = [&](const auto& pair) { return pair.first == it->first; };
        if (std::any_of(pairs.begin(), it, sameName)) {
            continue;
        }
        std::vector<json::Value> values;
        for (auto other = it; other != pairs.end(); ++other) {
            if (sameName(*other)) {
                values.push_back(arena.string(other->second));
            }
        }
        out.set(it->first, values.size() == 1 ? values.front() : arena.array(values));
    }
    return out.build();
}

json::Value requestInput(const Call& call, const Bindings& bindings, json::Arena& arena)
{
    const std::array<json::Member, 5> more = {{
        {"query", bindings.query},
        {"body", bindings.body},
        {"id", bindings.id},
        {"before", bindings.before},
        {"now", bindings.now},
    }};
    std::vector<json::Member> present;
    std::ranges::copy_if(more, std::back_inserter(present),
                         [](const json::Member& member) { return !member.value.isUndefined(); });
    return config::withMembers(*call.target->constant, present, arena);
}

json::Value recordInput(const json::Value& request, const json::Value& record, const Upstream& upstream,
                        const Bindings& bindings, json::Arena& arena)
{
    const std::array<json::Member, 4> more = {{
        {"response", record},
        {"raw", upstream.body},
        {"headers", upstream.input["headers"]},
        {"after", bindings.after},
    }};
    std::vector<json::Member> present;
    present.reserve(more.size());
    std::ranges::copy_if(more, std::back_inserter(present),
                         [](const json::Member& member) { return !member.value.isUndefined(); });
    return config::withMembers(request, present, arena);
}

} // namespace gatehouse::pipeline
