// SPDX-License-Identifier: GPL-3.0-or-later
// The scanner that finds an envelope's Header works on text, without a parser: where it puts the block, an
// envelope that was well-formed must stay so, with nothing else changed.
#include "core/json/xml.h"
#include "core/pipeline/soap_header.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace json = gatehouse::json;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static constexpr std::string_view kBlock = "<token>7</token>";
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::string envelope(text);
    if (!gatehouse::pipeline::putIntoSoapHeader(envelope, kBlock)) {
        if (envelope != text) {
            std::abort();
        }
        return 0;
    }
    const std::size_t at = envelope.find(kBlock);
    if (at == std::string::npos || envelope.size() < text.size() + kBlock.size()) {
        std::abort();
    }
    // SOAP forbids a DTD (SOAP 1.1, section 3), and the scanner does not know the markup in one.
    const json::ParseLimits limits{.maxBytes = 1U << 20U, .maxDepth = 64};
    const bool wellFormed = text.find("<!DOCTYPE") == std::string_view::npos && json::parseXml(text, limits);
    const json::ParseLimits oneDeeper{.maxBytes = 2U << 20U, .maxDepth = 66};
    if (wellFormed && !json::parseXml(envelope, oneDeeper)) {
        std::abort();
    }
    return 0;
}
