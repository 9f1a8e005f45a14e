// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/runtime/executor.h"

#include <qcoro/qcorotask.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace gatehouse {

/// Lets one coroutine at a time change a thing, in the order of asking: what it read still holds after it has
/// waited. Things are named by keys of any kind. Engine thread; outlives its turns.
class Turns
{
public:
    /// Having the turn. Its end lets the next one go on.
    class Turn
    {
    public:
        Turn(Turns& turns, std::string key)
            : m_turns(turns)
            , m_key(std::move(key))
        {}

        ~Turn() { m_turns.pass(m_key); }

        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

    private:
        Turns& m_turns;
        std::string m_key;
    };

    explicit Turns(runtime::Executor& engine)
        : m_engine(engine)
    {}

    /// Continues at once when nobody has the turn. Whoever has it must not ask for it again.
    [[nodiscard]] QCoro::Task<std::unique_ptr<Turn>> take(std::string key);

private:
    void pass(const std::string& key);

    runtime::Executor& m_engine;
    std::map<std::string, std::deque<Completion<bool>>, std::less<>> m_waiting; ///< By keys somebody has.
};

} // namespace gatehouse
