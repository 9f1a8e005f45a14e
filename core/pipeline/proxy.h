// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/proxy_message.h"
#include "core/pipeline/services.h"

#include <qcoro/qcorotask.h>

namespace gatehouse::pipeline {

/// Passes one request through to the provider of an account. Answers at the end of the answer's head when the
/// body is long; the call is recorded when its body has ended. Never fails otherwise than by a problem in the
/// response. Engine thread; the services outlive the task and the body.
[[nodiscard]] QCoro::Task<ProxyResponse> serveProxy(const Services& services, ProxyRequest request);

} // namespace gatehouse::pipeline
