// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text.h"
#include "ui/text/curl.h"
#include "ui/text/event_export.h"
#include "ui/theme/icons.h"
#include "ui/views/webhooks/diff_dialog.h"
#include "ui/views/webhooks/ingest_line.h"
#include "ui/views/webhooks/payload_fetch.h"
#include "ui/views/webhooks/replay_dialog.h"
#include "ui/views/webhooks/webhooks_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QSaveFile>
#include <QStringDecoder>

#include <array>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kMostExported = 5'000;

struct Format
{
    ExportFormat format;
    const char* menu;
    QLatin1String file;
};

constexpr std::array kFormats{
    Format{ExportFormat::Har, QT_TRANSLATE_NOOP("WebhooksView", "HAR 1.2…"), QLatin1String("webhooks.har")},
    Format{ExportFormat::Ndjson, QT_TRANSLATE_NOOP("WebhooksView", "NDJSON…"),
           QLatin1String("webhooks.ndjson")},
    Format{ExportFormat::Csv, QT_TRANSLATE_NOOP("WebhooksView", "CSV, without bodies…"),
           QLatin1String("webhooks.csv")}};

ExportedEvent exported(FetchedEvent&& event)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(QByteArrayView(event.payload.body));
    const bool binary = decoder.hasError();
    auto body = binary ? QByteArray::fromStdString(event.payload.body).toBase64().toStdString()
                       : std::move(event.payload.body);
    return {std::move(event.event), std::move(event.payload.request), std::move(body), binary};
}

QString writeFile(const QString& path, const std::string& text)
{
    QSaveFile file(path);
    const bool good =
        file.open(QIODevice::WriteOnly)
        && file.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size())
        && file.commit();
    return good ? QString() : file.errorString();
}

} // namespace

std::vector<std::string> WebhooksView::chosenEvents() const
{
    auto ids = m_list->selectedIds();
    std::erase_if(ids, [this](const std::string& id) { return m_rejected.contains(id); });
    return ids;
}

void WebhooksView::addToMenu(QMenu* menu)
{
    const auto count = chosenEvents().size();
    auto* again = menu->addAction(icon(QLatin1String("refresh")), tr("Replay…"), this, &WebhooksView::replay);
    again->setEnabled(count > 0);
    auto* diff = menu->addAction(tr("Compare the two"), this, &WebhooksView::diffSelected);
    diff->setEnabled(count == 2);
    auto* curl =
        menu->addAction(icon(QLatin1String("copy")), tr("Copy as cURL"), this, &WebhooksView::copyAsCurl);
    curl->setEnabled(count == 1);
    auto* files = menu->addMenu(icon(QLatin1String("save")), tr("Export"));
    files->setEnabled(count > 0);
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        files->addAction(tr(kFormats[i].menu), this, [this, i] { exportSelected(static_cast<int>(i)); });
    }
}

void WebhooksView::replay()
{
    auto ids = chosenEvents();
    if (ids.empty()) {
        m_context.navigator.tell(Accent::Info,
                                 tr("Select the webhooks to replay first; refused ones cannot be "
                                    "replayed."));
        return;
    }
    (new ReplayDialog(m_context, std::move(ids), this))->open();
}

void WebhooksView::diffSelected()
{
    const auto ids = chosenEvents();
    if (ids.size() != 2) {
        m_context.navigator.tell(Accent::Info, tr("Select two webhooks to compare them."));
        return;
    }
    PayloadFetch::start(m_context, ids, this, [this](Result<std::vector<FetchedEvent>> events) {
        if (!events) {
            m_context.navigator.tell(Accent::Error, errorText(events.error()));
            return;
        }
        (new DiffDialog(m_context, events->front(), events->back(), this))->open();
    });
}

void WebhooksView::copyAsCurl()
{
    const auto ids = chosenEvents();
    if (ids.size() != 1) {
        m_context.navigator.tell(Accent::Info, tr("Select one received webhook to copy it."));
        return;
    }
    PayloadFetch::start(m_context, ids, this, [this](Result<std::vector<FetchedEvent>> events) {
        if (!events) {
            m_context.navigator.tell(Accent::Error, errorText(events.error()));
            return;
        }
        auto& event = events->front();
        const auto url =
            std::find_if(m_ingest->urls().begin(), m_ingest->urls().end(), [&](const auto& known) {
                return known.integration == event.event.integration
                       && (known.accountId.empty() || known.accountId == event.event.accountId);
            });
        CurlRequest request;
        request.method = event.payload.request.method;
        request.url = url == m_ingest->urls().end() ? event.payload.request.target : url->url;
        request.headers = event.payload.request.headers;
        request.bodyBytes = static_cast<std::int64_t>(event.payload.body.size());
        request.body = std::move(event.payload.body);
        const auto command = curlCommand(request);
        if (!command) {
            m_context.navigator.tell(Accent::Warning, errorText(command.error()));
            return;
        }
        QGuiApplication::clipboard()->setText(toQString(*command));
        m_context.navigator.tell(Accent::Ok,
                                 tr("Copied as cURL; a signature that holds a time may be too old "
                                    "when it is sent again."));
    });
}

void WebhooksView::exportSelected(int format)
{
    auto ids = chosenEvents();
    if (ids.empty() || ids.size() > kMostExported) {
        m_context.navigator.tell(
            Accent::Info, tr("Select between 1 and %1 webhooks to export.").arg(countText(kMostExported)));
        return;
    }
    const auto& chosen = kFormats[static_cast<std::size_t>(format)];
    m_context.dialogs.saveFile(
        this, tr("Export webhooks"), chosen.file, [this, ids, how = chosen.format](const QString& path) {
            PayloadFetch::start(m_context, ids, this,
                                [this, path, how](Result<std::vector<FetchedEvent>> events) {
                                    if (!events) {
                                        m_context.navigator.tell(Accent::Error, errorText(events.error()));
                                        return;
                                    }
                                    m_context.workers.run(
                                        this,
                                        [fetched = *std::move(events), path, how]() mutable {
                                            std::vector<ExportedEvent> list;
                                            for (auto& event : fetched) {
                                                list.push_back(exported(std::move(event)));
                                            }
                                            return writeFile(path, exportEvents(list, how));
                                        },
                                        [this, path](const QString& problem) {
                                            m_context.navigator.tell(
                                                problem.isEmpty() ? Accent::Ok : Accent::Error,
                                                problem.isEmpty() ? tr("Exported to %1").arg(path) : problem);
                                        });
                                });
        });
}

} // namespace gatehouse::ui
