// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/value_access.h"

namespace gatehouse::jsonata {

struct Node;

/// Is told of every sub-expression's value while an evaluation is traced.
class TraceSink
{
public:
    TraceSink() = default;
    TraceSink(const TraceSink&) = delete;
    TraceSink& operator=(const TraceSink&) = delete;
    virtual ~TraceSink() = default;

    /// Failed values stand for an error.
    virtual void evaluated(const Node& node, const Value& input, const Value& result) = 0;
};

} // namespace gatehouse::jsonata
