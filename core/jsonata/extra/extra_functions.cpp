// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/extra_functions.h"

#include <iterator>
#include <utility>

namespace gatehouse::jsonata {

std::vector<HostFunction> extraFunctions()
{
    std::vector<HostFunction> all;
    for (auto make : {dateFunctions, textFunctions, contactFunctions, tableFunctions, codecFunctions,
                      conversionFunctions}) {
        std::vector<HostFunction> some = make();
        all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
    }
    return all;
}

} // namespace gatehouse::jsonata
