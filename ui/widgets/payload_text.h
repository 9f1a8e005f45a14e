// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/line_index.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::ui {

/// A body with its row index; immutable, shared between the view and its workers.
struct PayloadText
{
    explicit PayloadText(std::string text)
        : bytes(std::move(text))
        , index(bytes)
    {}

    [[nodiscard]] std::string_view row(std::size_t number) const noexcept { return index.row(bytes, number); }

    std::string bytes;
    LineIndex index;
};

using PayloadTextPtr = std::shared_ptr<const PayloadText>;

} // namespace gatehouse::ui
