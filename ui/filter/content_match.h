// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/filter/content_term.h"
#include "ui/filter/recorded_content.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace gatehouse::ui {

/// A body past this is searched as text only; its paths are told to be not known.
inline constexpr std::size_t kMaxParsedBody = std::size_t{16} << 20U;
/// What a regular expression may take in one row.
inline constexpr std::chrono::milliseconds kMaxRegexTime{500};

/// The body as expressions of mappings see it: JSON, XML or a form by the look of it and its content type.
/// Nothing when it is none of these.
[[nodiscard]] std::optional<json::Document> readBody(std::string_view body, std::string_view contentType);

/// Answers a filter's content terms for one row after another. Workers; one thread at a time.
class ContentMatcher
{
public:
    ContentMatcher(
        std::shared_ptr<const ContentTerms> terms, const Clock& clock,
        std::function<bool()> stopped = [] { return false; });

    [[nodiscard]] ContentVerdict look(const RecordedContent& content) const;

private:
    std::shared_ptr<const ContentTerms> m_terms;
    const Clock& m_clock;
    std::function<bool()> m_stopped;
};

} // namespace gatehouse::ui
