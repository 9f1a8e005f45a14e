// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/body_streams.h"

#include <utility>

namespace gatehouse::pipeline {

using Piece = Result<std::optional<std::string>>;

QCoro::Task<Piece> PrefixedBody::read()
{
    if (!m_prefix.empty()) {
        co_return std::optional(std::exchange(m_prefix, {}));
    }
    co_return co_await m_rest->read();
}

QCoro::Task<Piece> WatchedBody::read()
{
    Piece piece = co_await m_inner->read();
    if (!piece) {
        end(piece.error());
    } else if (!*piece) {
        end(std::nullopt);
    } else {
        const std::string& bytes = **piece;
        m_seen.bytes += static_cast<std::int64_t>(bytes.size());
        if (m_seen.beginning.size() < m_keep) {
            m_seen.beginning.append(bytes, 0, m_keep - m_seen.beginning.size());
        }
    }
    co_return piece;
}

void WatchedBody::end(std::optional<Error> error)
{
    if (auto ended = std::exchange(m_ended, nullptr)) {
        m_seen.error = std::move(error);
        ended(std::move(m_seen));
    }
}

QCoro::Task<Result<ReadAhead>> readAhead(std::shared_ptr<net::BodySource> source, std::size_t limit)
{
    ReadAhead out;
    while (source && out.bytes.size() < limit) {
        Piece piece = co_await source->read();
        if (!piece) {
            co_return fail(std::move(piece).error());
        }
        if (!*piece) {
            co_return out;
        }
        if (out.bytes.empty()) {
            out.bytes = std::move(**piece);
        } else {
            out.bytes += **piece;
        }
    }
    out.rest = std::move(source);
    co_return out;
}

} // namespace gatehouse::pipeline
