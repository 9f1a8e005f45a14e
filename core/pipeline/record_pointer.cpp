// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/record_pointer.h"

#include "core/pipeline/body_reads.h"

#include <algorithm>
#include <array>

namespace gatehouse::pipeline {
namespace {

using Rule = std::optional<jsonata::Expression>;

template <std::size_t N>
bool anyReads(const std::array<const Rule*, N>& rules, std::string_view pointer)
{
    return std::ranges::any_of(
        rules, [&](const Rule* rule) { return *rule && mayRead((*rule)->text(), "body", pointer); });
}

bool rulesRead(const config::ApiProfile& api, const config::PaginationDefinition& pagination,
               std::string_view pointer)
{
    const auto& limits = api.rateLimit;
    const auto& errors = api.errors;
    const std::array<const Rule*, 9> ofLimits = {&limits.limitedWhen, &limits.retryAfter, &limits.limit,
                                                 &limits.remaining,   &limits.reset,      &limits.window,
                                                 &limits.reason,      &limits.partial,    &limits.policies};
    const std::array<const Rule*, 8> others = {&errors.isError,  &errors.category,   &errors.message,
                                               &errors.code,     &errors.retryable,  &errors.reauth,
                                               &pagination.next, &pagination.hasMore};
    return anyReads(ofLimits, pointer) || anyReads(others, pointer);
}

bool mappingReads(const config::EffectiveMapping& mapping, std::string_view pointer)
{
    const auto reads = [&](const jsonata::Expression& expression) {
        return mayRead(expression.text(), "raw", pointer);
    };
    return !mapping.after.empty()
           || std::ranges::any_of(mapping.response.layers, [&](const config::MappingLayer& layer) {
                  return (layer.whole && reads(*layer.whole))
                         || std::ranges::any_of(layer.fields, [&](const config::MappedField& field) {
                                return reads(field.expression);
                            });
              });
}

} // namespace

std::optional<std::string> recordPointer(const Plan& plan, const config::MethodDefinition& method,
                                         const config::PaginationDefinition& pagination)
{
    const Rule& items = pagination.items ? pagination.items : method.result;
    auto pointer = bodyPointer(items ? std::string_view(items->text()) : "body");
    if (!pointer || rulesRead(*plan.target->api, pagination, *pointer)
        || mappingReads(*plan.mapping, *pointer)) {
        return std::nullopt;
    }
    return pointer;
}

} // namespace gatehouse::pipeline
