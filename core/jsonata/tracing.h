// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/expression.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// What one part of an expression gave.
struct TraceEntry
{
    Span span;
    json::Value value; ///< Undefined: nothing. Functions appear as "".
    bool failed = false;
};

/// A field that was asked for and is not there.
struct MissingField
{
    Span span;
    std::string name;
    std::string nearest;            ///< The key that may have been meant; may be empty.
    std::vector<std::string> known; ///< The keys that are there, at most kMostKeys.

    static constexpr std::size_t kMostKeys = 50;
};

/// The parts of one evaluation, in the order in which they were finished.
struct Trace
{
    std::vector<TraceEntry> entries; ///< At most kMostEntries; what comes later is not kept.
    /// Of a result that is Undefined: the first step that yielded nothing.
    std::optional<MissingField> missing;
    std::shared_ptr<const Program> program; ///< Keeps the constants that values point at.

    static constexpr std::size_t kMostEntries = 10'000;
};

/// Evaluates a text as Expression does, and records what every part of it gives. Slower: for people, not for
/// traffic. The values live as long as the input, the arena and the trace.
[[nodiscard]] Outcome<json::Value> evaluateTraced(std::string_view text, const json::Value& input,
                                                  json::Arena& arena, Trace& trace,
                                                  std::span<const Binding> bindings = {},
                                                  const EvaluationContext& context = {});

} // namespace gatehouse::jsonata
