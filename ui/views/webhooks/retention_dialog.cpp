// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/retention_dialog.h"

#include "ui/models/text.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

constexpr std::uint64_t kGib = std::uint64_t{1} << 30U;
constexpr int kHoursADay = 24;

QSpinBox* numberBox(const char* name, int most, const QString& suffix, std::uint64_t value, QWidget* parent)
{
    auto* box = new QSpinBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setRange(1, most);
    box->setSuffix(suffix);
    box->setGroupSeparatorShown(true);
    box->setValue(static_cast<int>(std::min<std::uint64_t>(value, static_cast<std::uint64_t>(most))));
    return box;
}

} // namespace

RetentionDialog::RetentionDialog(Context& context, const EventStorage& now, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_now(now)
{
    setObjectName(QStringLiteral("retentionDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("How long webhooks are kept"));
    auto* column = new QVBoxLayout(this);
    auto* form = new QFormLayout;
    const auto days = static_cast<std::uint64_t>((now.keptFor.count() + kHoursADay - 1) / kHoursADay);
    m_days = numberBox("keptDays", 366, tr(" days"), days, this);
    m_events = numberBox("keptThousands", 100'000, tr(",000 events"), now.maxEvents / 1000, this);
    m_gib = numberBox("keptGib", 4096, tr(" GiB of large bodies"), now.maxPayloadBytes / kGib, this);
    form->addRow(tr("At most &for"), m_days);
    form->addRow(tr("At most &many"), m_events);
    form->addRow(tr("At most &large"), m_gib);
    column->addLayout(form);
    m_says = new QLabel(this);
    m_says->setObjectName(QStringLiteral("retentionSays"));
    m_says->setWordWrap(true);
    m_says->setTextFormat(Qt::PlainText);
    column->addWidget(m_says);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("Keep so"), QDialogButtonBox::AcceptRole);
    m_save->setObjectName(QStringLiteral("saveRetention"));
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &RetentionDialog::save);
    for (auto* box : {m_days, m_events, m_gib}) {
        connect(box, &QSpinBox::valueChanged, this, &RetentionDialog::explain);
    }
    explain();
}

void RetentionDialog::explain()
{
    const auto most = static_cast<std::uint64_t>(m_events->value()) * 1000;
    const bool fewer = m_now.events > most;
    m_says->setText(fewer ? tr("▲ About %1 of the %2 events kept now will be removed, the oldest first, with "
                               "their deliveries. That cannot be undone.")
                                .arg(countText(static_cast<qint64>(m_now.events - most)),
                                     countText(static_cast<qint64>(m_now.events)))
                          : tr("All bounds hold; what is too much is removed in the background, the oldest "
                               "first. What is not delivered yet stays."));
}

void RetentionDialog::save()
{
    m_save->setEnabled(false);
    const EventRetention wanted{std::chrono::hours(m_days->value() * kHoursADay),
                                static_cast<std::uint64_t>(m_events->value()) * 1000,
                                static_cast<std::uint64_t>(m_gib->value()) * kGib};
    m_context.gateway.webhooks().received().setRetention(
        wanted, m_context.mailbox.reply<EventStorage>(this, [this](const Result<EventStorage>& kept) {
            if (!kept) {
                m_save->setEnabled(true);
                m_says->setText(errorText(kept.error()));
                return;
            }
            Q_EMIT
            stored(*kept);
            accept();
        }));
}

} // namespace gatehouse::ui
