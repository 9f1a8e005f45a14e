// SPDX-License-Identifier: GPL-3.0-or-later
// What a stranger can put into a request before a key is asked for: first line the target, second the Host
// field, third a cursor.
#include "core/api/host_check.h"
#include "core/api/pagination.h"
#include "core/api/query.h"
#include "core/api/router.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace gatehouse;

void expect(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

api::Router makeRouter()
{
    api::Router router;
    for (const auto* path :
         {"/v1/accounts", "/v1/accounts/{id}", "/v1/mappings/resolve",
          "/v1/mappings/{integration}/{model}/{resource}/{method}", "/v1/proxy/{account_id}/{path…}"}) {
        expect(router.add(api::Route("GET", path, std::nullopt, nullptr)).has_value());
    }
    return router;
}

std::string_view nextLine(std::string_view& text)
{
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

void checkPath(const api::Router& router, std::string_view path)
{
    const auto match = router.match("GET", path);
    if (!match || match->route == nullptr) {
        return;
    }
    const auto& rest = match->parameters.get("path");
    // What is passed on upstream must not climb out of the account's base URL.
    expect(rest.find("/../") == std::string::npos && !rest.ends_with("/.."));
    expect(match->parameters.get("id").find('\0') == std::string::npos);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const api::Router kRouter = makeRouter();
    static const api::HostCheck kHosts("127.0.0.1", {"gate.example"});
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes as text
    std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto target = nextLine(input);
    const auto host = nextLine(input);
    const auto mark = std::min(target.find('?'), target.size());
    checkPath(kRouter, target.substr(0, mark));
    const api::QueryParameters query(target.substr(std::min(mark + 1, target.size())));
    if (const auto page = api::PageRequest::read(query)) {
        expect(page->limit >= 1 && page->limit <= api::kLargestPageSize);
    }
    const bool known = kHosts.check(host).has_value();
    expect(!known || host.find('/') == std::string_view::npos);
    if (const auto key = api::readCursor(input)) {
        expect(api::readCursor(api::makeCursor(*key)) == *key);
    }
    return 0;
}
