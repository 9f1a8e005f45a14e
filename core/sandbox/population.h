// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/json/document.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::sandbox {

/// How much of everything one customer has.
struct PopulationSize
{
    std::size_t people = 0;
    std::size_t companies = 0;
    std::size_t invoices = 0;
};

/// The people, companies and invoices of one customer, in no vendor's words; every simulated vendor puts the
/// same ones into its own. Arrays of objects whose members core/sandbox/README.md lists; what a real record
/// would lack is missing here too. The same seed gives the same population; dates lie before today.
struct Population
{
    json::Document people;
    json::Document companies;
    json::Document invoices;
};

[[nodiscard]] Population makePopulation(std::uint64_t seed, std::string_view customer,
                                        const PopulationSize& size, UnixMillis now);

} // namespace gatehouse::sandbox
