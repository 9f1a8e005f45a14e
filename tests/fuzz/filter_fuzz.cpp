// SPDX-License-Identifier: GPL-3.0-or-later
// The console's filter language: any text gives a filter or a mistake inside the text, and a filter can be
// asked of a row and of what it holds. The bytes behind a NUL are the body.
#include "ui/filter/content_match.h"
#include "ui/filter/filter.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace gatehouse;

constexpr ui::FieldSpec kFields[] = {
    {"topic", "type", ui::FieldKind::Text, "", ""},   {"status", "", ui::FieldKind::Status, "", ""},
    {"age", "", ui::FieldKind::Duration, "", ""},     {"size", "", ui::FieldKind::Size, "", ""},
    {"ts", "", ui::FieldKind::Time, "", ""},          {"dup", "", ui::FieldKind::Flag, "", ""},
    {"body", "payload", ui::FieldKind::Body, "", ""}, {"header", "", ui::FieldKind::Headers, "", ""},
};

class FuzzedRow final : public ui::FilterRecord
{
public:
    [[nodiscard]] std::size_t textCount(std::size_t field) const override { return field == 0 ? 1 : 0; }

    [[nodiscard]] std::string_view text(std::size_t, std::size_t) const override { return "contact.created"; }

    [[nodiscard]] std::optional<double> number(std::size_t) const override { return 200.0; }

    [[nodiscard]] bool containsWord(std::string_view word) const override { return word == "x"; }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const SystemClock kClock;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto end = std::min(input.find('\0'), input.size());
    const auto text = input.substr(0, end);
    const auto parsed = ui::parseFilter(text, kFields);
    if (parsed.error) {
        // The mark is drawn under what was typed; one place past the end means "something is missing".
        if (parsed.error->position + parsed.error->length > text.size() + 1) {
            std::abort();
        }
        return 0;
    }
    ui::ContentVerdict verdict;
    if (parsed.filter.asksForContent()) {
        ui::RecordedContent content;
        content.headers = {{"Content-Type", "application/json"}};
        content.bodies = {{end < size ? std::string(input.substr(end + 1))
                                      : std::string(R"({"a":[{"b":1.50},"x"],"c":"2026-05-19"})"),
                           true}};
        verdict = ui::ContentMatcher(parsed.filter.contentTerms(), kClock).look(content);
    }
    static_cast<void>(parsed.filter.decide(FuzzedRow(), verdict));
    return 0;
}
