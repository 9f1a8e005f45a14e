// SPDX-License-Identifier: GPL-3.0-or-later
// Definition files of every kind, chosen by the first byte: whatever the text, there is either a value or an
// error that says something, and reading it twice gives the same.
#include "core/config/definition_check.h"
#include "core/config/loader.h"
#include "core/config/source_position.h"
#include "core/config/template.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace gatehouse;

void expect(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

constexpr std::array<const char*, 3> kPaths{"providers/a/provider.json",
                                            "providers/a/mappings/crm.contacts.json", "models/crm.json"};

const config::Loader& loader()
{
    static const auto kLoader = config::Loader::create();
    return *kLoader;
}

void checkFile(const char* path, const std::string& text)
{
    const config::DefinitionFile file{path, text, "fuzz"};
    const auto errors = loader().check(file);
    for (const auto& error : errors) {
        expect(!error.message.empty());
    }
    const auto first = loader().load(std::array{file});
    const auto second = loader().load(std::array{file}, first.snapshot);
    expect(second.changes.empty());
    expect(first.problems.size() == second.problems.size());
    expect(first.snapshot->content().files.size() == second.snapshot->content().files.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto kind = static_cast<std::size_t>(data[0]) % 5;
    if (kind < kPaths.size()) {
        checkFile(kPaths.at(kind), text);
    } else if (kind == 3) {
        const auto compiled = config::Template::compile(text);
        expect(compiled ? compiled->text() == text : !compiled.error().message.empty());
    } else {
        const auto line = text.find('\n');
        const auto position = config::positionOf(line == std::string::npos ? "" : text.substr(line + 1),
                                                 text.substr(0, line), 3);
        expect(position.byteOffset <= text.size());
    }
    return 0;
}
