// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/client_body.h"

#include <utility>

namespace gatehouse::net {

using Progress = ClientConnection::Progress;

Transfer::Transfer(std::unique_ptr<WatchedOperation> watchedOperation, Lease connectionLease)
    : operation(std::move(watchedOperation))
    , lease(std::move(connectionLease))
{}

Transfer::~Transfer()
{
    if (m_upload) {
        m_upload->cancel();
    }
}

void Transfer::startUpload(std::shared_ptr<BodySource> source, const BodyFraming& framing)
{
    m_upload = std::make_shared<Upload>(lease.connection(), std::move(source), framing, operation->get());
    m_upload->start();
}

Result<Progress> Transfer::advance(std::string& body)
{
    auto& running = *operation->get();
    if (running.interruption) {
        return tl::unexpected(*running.interruption);
    }
    if (m_upload) {
        m_upload->poke();
    }
    auto progress = lease.connection().advance(body);
    if (m_upload && m_upload->error() && (!progress || *progress == Progress::Waiting)) {
        return tl::unexpected(*m_upload->error());
    }
    return progress;
}

void Transfer::complete()
{
    const bool sent = !m_upload || m_upload->done();
    if (m_upload) {
        std::exchange(m_upload, nullptr)->cancel();
    }
    lease.giveBack(sent && lease.connection().reusable());
}

ClientBody::ClientBody(std::shared_ptr<ClientCore> core, std::unique_ptr<Transfer> transfer,
                       std::chrono::milliseconds patience)
    : m_core(std::move(core))
    , m_transfer(std::move(transfer))
    , m_patience(patience)
{}

QCoro::Task<Result<std::optional<std::string>>> ClientBody::read()
{
    const auto self = shared_from_this(); // the waiting frame keeps what it waits on
    if (!m_transfer) {
        if (m_error) {
            co_return tl::unexpected(*m_error);
        }
        co_return std::optional<std::string>();
    }
    const auto operation = m_transfer->operation->get();
    operation->doing = "reading the answer's body";
    operation->deadline = m_core->now() + m_patience;
    std::string piece;
    for (;;) {
        const auto progress = m_transfer->advance(piece);
        if (!progress) {
            m_error = progress.error();
            m_transfer.reset();
            co_return tl::unexpected(*m_error);
        }
        if (!piece.empty()) {
            operation->deadline = SteadyTime::max(); // time the caller takes is not the server's
            co_return std::optional(std::move(piece));
        }
        if (*progress == Progress::Done) {
            m_transfer->complete();
            m_transfer.reset();
            co_return std::optional<std::string>();
        }
        if (*progress == Progress::Waiting) {
            co_await operation->changed.next();
        }
    }
}

} // namespace gatehouse::net
