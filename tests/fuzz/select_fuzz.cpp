// SPDX-License-Identifier: GPL-3.0-or-later
// The sandbox's SELECT language: any bytes give a selection or an error, and a selection can be run.
#include "core/json/parse.h"
#include "core/sandbox/select_parser.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto kRow = gatehouse::json::parse(
        R"({"Id":"1","a":null,"b":[1,{"c":"2025-10-09"}],"Name":"Öberg","n":-1.5,"t":"2025-10-09T08:53:20+0000"})");
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto selection = gatehouse::sandbox::parseSelect(text)) {
        static_cast<void>(selection->where.matches(kRow->root()));
        for (const auto& field : selection->fields) {
            static_cast<void>(gatehouse::sandbox::valueAt(kRow->root(), field));
        }
    }
    return 0;
}
