// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/body.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse::pipeline {

/// A body of which the first bytes were read ahead.
class PrefixedBody final : public net::BodySource
{
public:
    PrefixedBody(std::string prefix, std::shared_ptr<net::BodySource> rest)
        : m_prefix(std::move(prefix))
        , m_rest(std::move(rest))
    {}

    [[nodiscard]] QCoro::Task<Result<std::optional<std::string>>> read() override;

private:
    std::string m_prefix;
    std::shared_ptr<net::BodySource> m_rest;
};

/// How a watched body ended.
struct BodyEnd
{
    std::int64_t bytes = 0;
    std::string beginning;      ///< As much of it as was asked for.
    std::optional<Error> error; ///< Nothing: it was read to its end. Cancelled: it was dropped.
};

/// A body that passes through and tells, once, when it is over: read to the end, failed, or dropped.
class WatchedBody final : public net::BodySource
{
public:
    WatchedBody(std::shared_ptr<net::BodySource> inner, std::size_t keep, std::function<void(BodyEnd)> ended)
        : m_inner(std::move(inner))
        , m_keep(keep)
        , m_ended(std::move(ended))
    {}

    WatchedBody(const WatchedBody&) = delete;
    WatchedBody& operator=(const WatchedBody&) = delete;

    ~WatchedBody() override
    {
        end(Error{Errc::Cancelled, "the caller went away before the end", {}, {}, {}});
    }

    [[nodiscard]] QCoro::Task<Result<std::optional<std::string>>> read() override;

private:
    void end(std::optional<Error> error);

    std::shared_ptr<net::BodySource> m_inner;
    std::size_t m_keep;
    std::function<void(BodyEnd)> m_ended;
    BodyEnd m_seen;
};

/// Reads at most limit bytes. Gives what was read, and the rest when there is more.
struct ReadAhead
{
    std::string bytes;
    std::shared_ptr<net::BodySource> rest; ///< Null: that was all.
};

[[nodiscard]] QCoro::Task<Result<ReadAhead>> readAhead(std::shared_ptr<net::BodySource> source,
                                                       std::size_t limit);

} // namespace gatehouse::pipeline
