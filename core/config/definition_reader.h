// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/config/template.h"
#include "core/json/document.h"
#include "core/json/pointer.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::config {

/// A value of a definition together with where it stands.
struct Node
{
    json::Value value;
    std::string pointer;

    [[nodiscard]] bool present() const noexcept { return !value.isUndefined() && !value.isNull(); }

    [[nodiscard]] Node operator[](std::string_view name) const
    {
        return {value[name], json::appendToken(pointer, name)};
    }

    [[nodiscard]] Node operator[](std::size_t index) const
    {
        return {value[index], json::appendToken(pointer, std::to_string(index))};
    }

    [[nodiscard]] std::size_t size() const noexcept { return value.size(); }
};

template <class Enum>
struct Word
{
    std::string_view name;
    Enum value;
};

/// Reads what a JSON Schema has already found to be of the right shape, compiles expressions and templates,
/// and collects every error with its pointer and, for expressions, the offset inside the text.
class DefinitionReader
{
public:
    [[nodiscard]] std::string text(const Node& node, std::string_view otherwise = {}) const;
    [[nodiscard]] std::vector<std::string> texts(const Node& node) const;
    [[nodiscard]] std::int64_t integer(const Node& node, std::int64_t otherwise) const;
    [[nodiscard]] bool boolean(const Node& node, bool otherwise) const;

    [[nodiscard]] std::chrono::seconds seconds(const Node& node, std::chrono::seconds otherwise) const
    {
        return std::chrono::seconds(integer(node, otherwise.count()));
    }

    template <class Enum>
    [[nodiscard]] Enum word(const Node& node, std::span<const Word<Enum>> words, Enum otherwise) const
    {
        for (const auto& word : words) {
            if (node.value.asString() == word.name) {
                return word.value;
            }
        }
        return otherwise;
    }

    template <class Enum, std::size_t Count>
    [[nodiscard]] Enum word(const Node& node, const std::array<Word<Enum>, Count>& words,
                            Enum otherwise) const
    {
        return word(node, std::span<const Word<Enum>>(words), otherwise);
    }

    [[nodiscard]] std::optional<jsonata::Expression> expression(const Node& node);
    [[nodiscard]] Template templ(const Node& node);
    [[nodiscard]] TemplateMap templates(const Node& node);

    void error(const Node& node, std::string message);

    [[nodiscard]] std::vector<Error>& errors() noexcept { return m_errors; }

private:
    std::vector<Error> m_errors;
};

/// Sets source, line and column of errors that so far know their pointer (and the offset inside the string
/// there, in at.byteOffset).
void locateErrors(std::vector<Error>& errors, std::string_view source, std::string_view text);

} // namespace gatehouse::config
