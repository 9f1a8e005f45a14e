// SPDX-License-Identifier: GPL-3.0-or-later
#define PCRE2_CODE_UNIT_WIDTH 8
#include "core/schema/pattern.h"

#include <pcre2.h>

#include <array>

namespace gatehouse::schema {
namespace {

constexpr std::uint32_t kMatchLimit = 100'000;
constexpr std::uint32_t kDepthLimit = 1'000;

} // namespace

struct Pattern::Impl
{
    pcre2_code* code = nullptr;
    pcre2_match_context* context = nullptr;
};

Pattern::Pattern(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}

Pattern::~Pattern()
{
    pcre2_match_context_free(m_impl->context);
    pcre2_code_free(m_impl->code);
}

Result<std::shared_ptr<const Pattern>> Pattern::compile(std::string_view text)
{
    int errorCode = 0;
    PCRE2_SIZE errorOffset = 0;
    auto impl = std::make_unique<Impl>();
    impl->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                               PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_INVALID_UTF,
                               &errorCode, &errorOffset, nullptr);
    if (impl->code == nullptr) {
        std::array<PCRE2_UCHAR, 256> reason{};
        pcre2_get_error_message(errorCode, reason.data(), reason.size());
        return fail(Errc::ConfigError, "the pattern does not compile at offset " + std::to_string(errorOffset)
                                           + ": " + reinterpret_cast<const char*>(reason.data()));
    }
    impl->context = pcre2_match_context_create(nullptr);
    pcre2_set_match_limit(impl->context, kMatchLimit);
    pcre2_set_depth_limit(impl->context, kDepthLimit);
    return std::shared_ptr<const Pattern>(new Pattern(std::move(impl)));
}

bool Pattern::found(std::string_view text) const
{
    pcre2_match_data* data = pcre2_match_data_create_from_pattern(m_impl->code, nullptr);
    const int result = pcre2_match(m_impl->code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0,
                                   data, m_impl->context);
    pcre2_match_data_free(data);
    return result >= 0;
}

} // namespace gatehouse::schema
