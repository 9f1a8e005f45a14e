// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/calendar_pane.h"

#include "core/base/time_format.h"
#include "core/gateway/token_history.h"
#include "ui/models/text.h"
#include "ui/models/token_timeline.h"
#include "ui/text/csv.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/files.h"
#include "ui/widgets/tables.h"

#include <QCheckBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

constexpr std::chrono::hours kDay{24};

bool warns(const CredentialDate& date, UnixMillis now)
{
    return !date.renewedByItself && date.warnAt && *date.warnAt <= now;
}

/// What a person has to do something about comes first, then the soonest.
bool sooner(const CredentialDate& a, const CredentialDate& b)
{
    const auto end = [](const CredentialDate& date) { return date.expiresAt.value_or(UnixMillis::max()); };
    return std::pair(a.renewedByItself, end(a)) < std::pair(b.renewedByItself, end(b));
}

RowModel<CredentialDate>* makeCalendarModel(const Context& context, QObject* parent)
{
    using Column = RowModel<CredentialDate>::Column;
    const auto column = [](const QString& title, std::function<QString(const CredentialDate&)> text) {
        return Column{title, [text = std::move(text)](const CredentialDate& row, int role) {
                          return role == Qt::DisplayRole ? QVariant(text(row)) : QVariant();
                      }};
    };
    const auto customer = [&context](const CredentialDate& row) {
        const auto* account = context.directory.account(row.accountId);
        return account == nullptr ? QString()
                                  : toQString(context.directory.environmentName(account->environmentId));
    };
    return new RowModel<CredentialDate>(
        {Column{CalendarPane::tr("Ends"),
                [&context](const CredentialDate& row, int role) -> QVariant {
                    const bool warn = warns(row, context.clock.now());
                    switch (role) {
                    case Qt::DisplayRole:
                        return QString((warn ? QStringLiteral("▲ ") : QString())
                                       % context.zone.relative(*row.expiresAt));
                    case Qt::ToolTipRole:
                        return context.zone.tooltip(*row.expiresAt);
                    case Qt::ForegroundRole:
                        return warn ? QVariant(accentColour(Accent::Warning, QGuiApplication::palette()))
                                    : QVariant();
                    default:
                        return {};
                    }
                }},
         column(CalendarPane::tr("On"),
                [&context](const auto& row) { return context.zone.fullTime(*row.expiresAt).left(10); }),
         column(CalendarPane::tr("Customer"), customer),
         column(CalendarPane::tr("Account"),
                [&context](const auto& row) {
                    return toQString(context.directory.accountLabel(row.accountId));
                }),
         column(CalendarPane::tr("Credential"), [](const auto& row) { return credentialText(row.kind); }),
         column(CalendarPane::tr("Renewed by"),
                [](const auto& row) {
                    return row.renewedByItself ? CalendarPane::tr("itself") : CalendarPane::tr("a person");
                }),
         column(CalendarPane::tr("How that is known"),
                [&context](const auto& row) {
                    const QString unused = inactivityText(row, context.clock.now());
                    return unused.isEmpty() ? toQString(row.because) : unused;
                })},
        parent);
}

} // namespace

QString inactivityText(const CredentialDate& date, UnixMillis now)
{
    if (date.because.rfind("unused for", 0) != 0 || !date.issuedAt || !date.expiresAt) {
        return {};
    }
    const QString days = CalendarPane::tr("unused %1 of %2 days")
                             .arg(std::max<std::int64_t>(0, (now - *date.issuedAt) / kDay))
                             .arg((*date.expiresAt - *date.issuedAt) / kDay);
    const auto more = date.because.find("; ");
    const bool manual = !date.renewedByItself && more != std::string::npos;
    return manual ? QString(days % toQString(date.because.substr(more))) : days;
}

CalendarPane::CalendarPane(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    setObjectName(QStringLiteral("calendarPane"));
    setAccessibleName(tr("Calendar of credentials"));
    build();
    connect(&context.directory, &Directory::changed, this, &CalendarPane::reload);
    connect(&context.zone, &DisplayZone::changed, this, &CalendarPane::fill);
    connect(&context.theme, &Theme::changed, this, &CalendarPane::fill);
    fill();
    reload();
}

void CalendarPane::build()
{
    m_model = makeCalendarModel(m_context, this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(kMargin, kGap, kGap, kGap);
    bar->setSpacing(kGap);
    m_summary = new QLabel(this);
    m_summary->setObjectName(QStringLiteral("calendarSummary"));
    m_summary->setFont(typeFont(Type::Heading));
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_all = new QCheckBox(tr("Also what renews &itself"), this);
    m_all->setObjectName(QStringLiteral("calendarAll"));
    auto* save = new QPushButton(icon(QLatin1String("save")), tr("CSV…"), this);
    save->setObjectName(QStringLiteral("calendarSave"));
    save->setAccessibleName(tr("Save as CSV"));
    bar->addWidget(m_summary, 1);
    bar->addWidget(m_all);
    bar->addWidget(save);
    column->addLayout(bar);
    m_stack = new QStackedWidget(this);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(QStringLiteral("calendarEmpty"));
    m_table = new QTableView(m_stack);
    m_table->setObjectName(QStringLiteral("calendarTable"));
    setUpTable(*m_table, tr("Credentials and when they end"));
    m_table->setModel(m_model);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    column->addWidget(m_stack, 1);
    connect(m_all, &QCheckBox::toggled, this, &CalendarPane::fill);
    connect(save, &QPushButton::clicked, this, &CalendarPane::save);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) { open(index.row()); });
}

void CalendarPane::reload()
{
    m_context.gateway.tokens().credentials(
        {}, m_context.mailbox.reply<std::vector<CredentialDate>>(
                this, [this](Result<std::vector<CredentialDate>> answer) {
                    m_loaded = true;
                    m_problem = answer ? QString() : errorText(answer.error());
                    m_dates = answer ? *std::move(answer) : std::vector<CredentialDate>();
                    std::erase_if(m_dates, [](const CredentialDate& date) { return !date.expiresAt; });
                    std::stable_sort(m_dates.begin(), m_dates.end(), sooner);
                    fill();
                }));
}

void CalendarPane::fill()
{
    const auto now = m_context.clock.now();
    auto rows = m_dates;
    const auto ends =
        std::count_if(rows.begin(), rows.end(), [](const auto& one) { return !one.renewedByItself; });
    const auto soon =
        std::count_if(rows.begin(), rows.end(), [&](const auto& one) { return warns(one, now); });
    if (!m_all->isChecked()) {
        std::erase_if(rows, [](const CredentialDate& date) { return date.renewedByItself; });
    }
    m_summary->setText(soon > 0
                           ? tr("▲ %1 of %2 have to be renewed soon").arg(countText(soon), countText(ends))
                           : tr("%1 end some day and need a person then").arg(countText(ends)));
    QPalette coloured = palette();
    if (soon > 0) {
        coloured.setColor(QPalette::WindowText, accentColour(Accent::Warning, coloured));
    }
    m_summary->setPalette(coloured);
    if (!m_problem.isEmpty()) {
        m_empty->explain(QLatin1String("warning"), tr("The calendar could not be read"), m_problem);
        m_empty->offer(tr("Ask again"), [this] { reload(); });
    } else if (!m_loaded) {
        m_empty->explain(QLatin1String("clock"), tr("Reading the calendar…"));
        m_empty->offer({}, {});
    } else {
        m_empty->explain(QLatin1String("clock"), tr("No credential with a known end needs a person"),
                         m_dates.empty() ? tr("Ends appear here once a provider tells one")
                                         : tr("What ends here renews itself in time"));
        m_empty->offer(m_dates.empty() ? QString() : tr("Show them"), [this] { m_all->setChecked(true); });
    }
    m_stack->setCurrentIndex(rows.empty() ? 0 : 1);
    m_model->setRows(std::move(rows));
    fitColumns(*m_table);
}

void CalendarPane::open(int row)
{
    const auto& date = m_model->rows()[static_cast<std::size_t>(row)];
    m_context.navigator.go(QStringLiteral("accounts"),
                           {{QStringLiteral("account"), toQString(date.accountId)}});
}

void CalendarPane::save()
{
    std::string text = "ends_at,customer,account_id,account,credential,renewed_by_itself,because\r\n";
    for (const auto& date : m_model->rows()) {
        const auto* account = m_context.directory.account(date.accountId);
        const std::array<std::string, 7> cells{
            formatRfc3339(*date.expiresAt),
            account == nullptr ? std::string() : m_context.directory.environmentName(account->environmentId),
            date.accountId,
            m_context.directory.accountLabel(date.accountId),
            std::string(credentialKindName(date.kind)),
            date.renewedByItself ? "yes" : "no",
            date.because};
        text += csvLine(cells);
    }
    m_context.dialogs.saveFile(
        this, tr("Save the calendar"), QStringLiteral("credentials.csv"), [this, text](const QString& path) {
            m_context.workers.run(
                this, [path, text] { return writeWholeFile(path, text); },
                [this, path](const QString& problem) {
                    m_context.navigator.tell(problem.isEmpty() ? Accent::Ok : Accent::Error,
                                             problem.isEmpty() ? tr("Saved to %1").arg(path) : problem);
                });
        });
}

} // namespace gatehouse::ui
