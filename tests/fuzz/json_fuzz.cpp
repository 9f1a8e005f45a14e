// SPDX-License-Identifier: GPL-3.0-or-later
// What parses must come back from its own text as an equal value, and the record reader must agree.
#include "core/json/parse.h"
#include "core/json/record_reader.h"
#include "core/json/write.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace json = gatehouse::json;

namespace {

void readRecords(const std::string& text, const json::Value& root)
{
    auto reader = json::RecordReader::open(std::string(text), "");
    json::Arena arena;
    std::vector<json::Value> records;
    while (reader) {
        const auto record = reader->next(arena);
        if (!record || !record->has_value()) {
            break;
        }
        records.push_back(**record);
    }
    if (root.isArray() && !(arena.array(records) == root)) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto first = json::parse(std::string_view(text));
    if (!first) {
        return 0;
    }
    const auto second = json::parse(json::write(first->root()));
    const auto third = json::parse(json::writePretty(first->root()));
    if (!second || !third || !(second->root() == first->root()) || !(third->root() == first->root())) {
        std::abort();
    }
    readRecords(text, first->root());
    return 0;
}
