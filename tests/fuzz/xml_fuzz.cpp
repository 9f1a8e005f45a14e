// SPDX-License-Identifier: GPL-3.0-or-later
// XML that reads must, when it can be written at all, read back as what was written.
#include "core/json/write.h"
#include "core/json/xml.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace json = gatehouse::json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto document = json::parseXml(text, {.maxBytes = 1U << 20U, .maxDepth = 64});
    if (!document) {
        return 0;
    }
    const auto written = json::writeXml(document->root());
    if (written && !json::parseXml(*written)) {
        std::abort();
    }
    (void)json::write(document->root());
    return 0;
}
