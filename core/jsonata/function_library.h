// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/callable.h"
#include "core/jsonata/expression.h"

#include <deque>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::jsonata {

class FunctionLibrary
{
public:
    /// The function of that name (without '$'), or Unbound.
    [[nodiscard]] Value find(std::string_view name) const;
    /// All names, for suggestions and completion.
    [[nodiscard]] std::vector<std::string_view> names() const;

    /// Signature and doc line of a function; null when there is none.
    struct Description
    {
        std::string_view name;
        std::string_view signature;
        std::string_view doc;
    };

    [[nodiscard]] std::vector<Description> describe() const;

    void add(std::span<const BuiltinDefinition> definitions);
    void add(HostFunction function);
    void keep(FunctionLibraryPtr base);

private:
    std::unordered_map<std::string_view, Value> m_byName;
    std::deque<BuiltinCallable> m_builtins;
    std::deque<HostCallable> m_hosts;
    std::deque<HostFunction> m_functions;
    std::deque<Signature> m_signatures;
    FunctionLibraryPtr m_base; ///< Keeps what the values of an extended library point at.
};

/// The tables of functions/*.cpp.
[[nodiscard]] std::span<const BuiltinDefinition> aggregateFunctions();
[[nodiscard]] std::span<const BuiltinDefinition> arrayFunctions();
[[nodiscard]] std::span<const BuiltinDefinition> booleanFunctions();
[[nodiscard]] std::span<const BuiltinDefinition> encodingFunctions();
[[nodiscard]] std::span<const BuiltinDefinition> higherOrderFunctions();
[[nodiscard]] std::span<const BuiltinDefinition> numberFunctions();
[[nodiscard]] std::span<const BuiltinDefinition> objectFunctions();
[[nodiscard]] std::span<const BuiltinDefinition> patternFunctions();
[[nodiscard]] std::span<const BuiltinDefinition> pictureFunctions();
[[nodiscard]] std::span<const BuiltinDefinition> stringFunctions();

} // namespace gatehouse::jsonata
