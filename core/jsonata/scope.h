// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// Where the variables of a piece of text live. A scope without a frame of its own keeps its variables in the
/// frame of the scope around it.
struct Scope
{
    struct Variable
    {
        std::string_view name;
        std::uint16_t slot = 0;
    };

    const Scope* parent = nullptr;
    Scope* frameOwner = nullptr; ///< The scope whose frame holds the variables; may be this one.
    bool barrier = false;        ///< A function's scope: what is outside is reached through its closure.
    std::vector<Variable> variables;
    std::uint16_t frameSlots = 0; ///< Of a frame owner: slots handed out so far.

    [[nodiscard]] const Variable* find(std::string_view name) const noexcept
    {
        for (const Variable& variable : variables) {
            if (variable.name == name) {
                return &variable;
            }
        }
        return nullptr;
    }
};

} // namespace gatehouse::jsonata
