// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/tokens.h"

#include "core/json/parse_error.h"

#include <simdjson.h>

#include <algorithm>

namespace gatehouse::json {
namespace {

constexpr std::size_t kSmallestCapacity = 4096;
constexpr std::size_t kKeptCapacity = std::size_t{1} << 20U;
/// Only simdjson's own second stage looks at it.
constexpr std::size_t kUnusedDepth = 1;

} // namespace

struct TokenIndexer::Impl
{
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
    std::size_t capacity = 0;

    [[nodiscard]] bool reserve(std::size_t bytes)
    {
        if (parser != nullptr && capacity >= bytes) {
            return true;
        }
        capacity = std::max({bytes, capacity * 2, kSmallestCapacity});
        return simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, kUnusedDepth,
                                                                                       parser)
               == simdjson::SUCCESS;
    }
};

TokenIndexer::TokenIndexer()
    : m_impl(std::make_unique<Impl>())
{}

TokenIndexer::TokenIndexer(TokenIndexer&&) noexcept = default;
TokenIndexer& TokenIndexer::operator=(TokenIndexer&&) noexcept = default;
TokenIndexer::~TokenIndexer() = default;

Result<std::span<const std::uint32_t>> TokenIndexer::index(std::string_view text)
{
    if (!m_impl->reserve(text.size())) {
        return fail(Errc::LimitExceeded, "not enough memory to index this JSON text");
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    if (m_impl->parser->stage1(bytes, text.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS) {
        return fail(explainBrokenText(text));
    }
    return std::span<const std::uint32_t>(m_impl->parser->structural_indexes.get(),
                                          m_impl->parser->n_structural_indexes);
}

void TokenIndexer::shrink() noexcept
{
    if (m_impl->capacity > kKeptCapacity) {
        m_impl->parser.reset();
        m_impl->capacity = 0;
    }
}

} // namespace gatehouse::json
