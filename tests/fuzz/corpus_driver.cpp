// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target over the files of its corpus, and over each file's prefixes and single-byte changes.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kVariants = 64;

void feed(const std::string& text)
{
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

void feedVariants(const std::string& text)
{
    const std::size_t step = text.size() / kVariants + 1;
    for (std::size_t i = 0; i < text.size(); i += step) {
        feed(text.substr(0, i));
        std::string changed = text;
        changed[i] = static_cast<char>(changed[i] ^ 0x15);
        feed(changed);
    }
}

} // namespace

int main(int argc, char** argv)
{
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
            feed(text);
            feedVariants(text);
            ++files;
        }
    }
    std::printf("%d corpus files\n", files);
    return files > 0 ? 0 : 1;
}
