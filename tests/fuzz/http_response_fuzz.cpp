// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/http_parse.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    gatehouse::fuzz::checkParser(gatehouse::net::MessageParser::Kind::Response, data, size);
    return 0;
}
