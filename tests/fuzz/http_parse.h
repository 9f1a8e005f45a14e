// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/message_parser.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace gatehouse::fuzz {

/// Reads messages as a connection does, in pieces whose size the first byte says, and checks what every
/// caller relies on: the parser takes no more than it is given, makes progress or waits, keeps to its limits,
/// and comes to the same end however the input is cut.
struct Outcome
{
    int messages = 0;
    int status = 0; ///< Of the error that ended it.
    std::string bodies;

    bool operator==(const Outcome&) const = default;
};

inline Outcome parseAll(net::MessageParser::Kind kind, std::string_view input, std::size_t piece)
{
    constexpr std::size_t kMaxHead = 1024;
    constexpr std::size_t kMaxBody = 4096;
    net::MessageParser parser(kind, kMaxHead);
    Outcome outcome;
    std::string waiting;
    std::string body;
    while (!input.empty()) {
        waiting += input.substr(0, piece);
        input.remove_prefix(std::min(piece, input.size()));
        std::size_t taken = 1;
        while (taken > 0 && !waiting.empty()) {
            const bool inHead = parser.state() == net::MessageParser::State::Head;
            const auto step = parser.parse(waiting, body);
            if (!step) {
                outcome.status = step.error().status;
                return outcome;
            }
            taken = *step;
            if (taken > waiting.size() || body.size() > kMaxBody) {
                std::abort();
            }
            waiting.erase(0, taken);
            if (inHead && parser.state() != net::MessageParser::State::Head) {
                parser.limitBody(kMaxBody);
                for (const auto& [name, value] : parser.head().headers) {
                    if (!net::isValidHeader(name, value)) {
                        std::abort();
                    }
                }
                if (parser.head().contentLength.value_or(0) > kMaxBody) {
                    outcome.status = 413;
                    return outcome;
                }
            }
            if (parser.state() == net::MessageParser::State::Done) {
                ++outcome.messages;
                outcome.bodies += body + "|";
                body.clear();
                parser.reset();
                taken = 1;
            }
        }
        if (waiting.size() > kMaxHead + piece) {
            std::abort();
        }
    }
    return outcome;
}

inline void checkParser(net::MessageParser::Kind kind, const std::uint8_t* data, std::size_t size)
{
    if (size < 2) {
        return;
    }
    const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto whole = parseAll(kind, input, input.size());
    const auto cut = parseAll(kind, input, std::size_t{data[0]} + 1);
    // Cut input may be refused for its length where whole input is refused for something later, never the
    // other way round; what was understood is the same.
    if (whole.status == 0 && cut.status == 0 && whole != cut) {
        std::abort();
    }
}

} // namespace gatehouse::fuzz
