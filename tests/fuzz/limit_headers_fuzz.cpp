// SPDX-License-Identifier: GPL-3.0-or-later
// Header values from providers: a line is "name: value"; readings must keep their promises.
#include "core/json/document.h"
#include "core/limits/limit_headers.h"
#include "core/limits/normaliser.h"
#include "core/paging/paging.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace gatehouse;

void expect(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

void checkReading(const limits::LimitReading& reading)
{
    expect(!reading.retryAfterSeconds || *reading.retryAfterSeconds >= 0);
    for (const auto& window : reading.windows) {
        expect(!window.remaining || *window.remaining >= 0);
    }
    expect(limits::retryAfterFor({}, reading, 3) >= 0);
    for (const auto& line : limits::limitHeaders(reading, 5)) {
        for (const char c : line.value) {
            expect(static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text(reinterpret_cast<const char*>(data), size);
    json::Arena arena;
    std::vector<json::Member> headers;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() < text.size() ? line.size() + 1 : text.size());
        const auto colon = line.find(':');
        if (colon != std::string_view::npos) {
            headers.push_back({line.substr(0, colon), json::Value::string(line.substr(colon + 1))});
            (void)paging::linkTarget(line.substr(colon + 1), "next");
        }
    }
    const auto input = arena.object({{"status", json::Value::integer(429)},
                                     {"headers", arena.object(headers)},
                                     {"now", json::Value::integer(1'760'000'000)}});
    checkReading(limits::readLimits({}, input, arena));
    return 0;
}
