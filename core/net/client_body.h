// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/body.h"
#include "core/net/client_core.h"
#include "core/net/upload.h"

#include <memory>

namespace gatehouse::net {

/// One request's hold on its connection: given back for others when the response is complete, else closed.
class Transfer
{
public:
    Transfer(std::unique_ptr<WatchedOperation> watchedOperation, Lease connectionLease);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;
    ~Transfer();

    void startUpload(std::shared_ptr<BodySource> source, const BodyFraming& framing);
    /// Reads on; Waiting means: co_await operation->changed, then again.
    [[nodiscard]] Result<ClientConnection::Progress> advance(std::string& body);
    void complete();

    std::unique_ptr<WatchedOperation> operation;
    Lease lease;

private:
    std::shared_ptr<Upload> m_upload;
};

/// The body of a response that the caller pulls. Dropping it before its end closes the connection.
class ClientBody final : public BodySource, public std::enable_shared_from_this<ClientBody>
{
public:
    /// patience: for each piece.
    ClientBody(std::shared_ptr<ClientCore> core, std::unique_ptr<Transfer> transfer,
               std::chrono::milliseconds patience);

    [[nodiscard]] QCoro::Task<Result<std::optional<std::string>>> read() override;

private:
    std::shared_ptr<ClientCore> m_core;
    std::unique_ptr<Transfer> m_transfer; ///< Null once the body has ended.
    std::chrono::milliseconds m_patience;
    std::optional<Error> m_error;
};

} // namespace gatehouse::net
