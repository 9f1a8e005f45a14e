// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/audit_pane.h"

#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/files.h"
#include "ui/widgets/tables.h"

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse::ui {

AuditPane::AuditPane(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_model(makeAuditModel(context.zone, this))
    , m_stack(new QStackedWidget(this))
    , m_table(new QTableView(m_stack))
    , m_empty(new EmptyState(m_stack))
    , m_reach(new QLabel(this))
    , m_more(new QPushButton(tr("Read further back"), this))
    , m_save(new QPushButton(icon(QLatin1String("save")), tr("CSV…"), this))
{
    setObjectName(QStringLiteral("auditPane"));
    setAccessibleName(tr("Audit"));
    m_table->setObjectName(QStringLiteral("accountAudit"));
    setUpTable(*m_table, tr("What was done to the credentials"));
    m_table->setModel(m_model);
    m_empty->setObjectName(QStringLiteral("accountAuditEmpty"));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    m_reach->setObjectName(QStringLiteral("auditReach"));
    m_reach->setWordWrap(true);
    m_reach->setForegroundRole(QPalette::PlaceholderText);
    m_more->setObjectName(QStringLiteral("auditMore"));
    m_save->setObjectName(QStringLiteral("auditSave"));
    m_save->setToolTip(tr("Save what is shown here as CSV"));
    m_save->setAccessibleName(tr("Save as CSV"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stack, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(kMargin, kGap, kGap, kGap);
    row->setSpacing(kGap);
    row->addWidget(m_reach, 1);
    row->addWidget(m_more);
    row->addWidget(m_save);
    column->addLayout(row);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_wanted = m_entries.size() + kShown;
        readOn(kPages);
    });
    connect(m_save, &QPushButton::clicked, this, &AuditPane::save);
}

void AuditPane::show(const std::string& accountId)
{
    m_account = accountId;
    m_entries.clear();
    m_before = 0;
    m_oldest.reset();
    m_wanted = kShown;
    m_read = 0;
    m_end = false;
    readOn(kPages);
}

void AuditPane::readOn(int pages)
{
    const int asked = ++m_asked;
    m_more->setEnabled(false);
    m_context.gateway.audit().entries(m_before, kPage,
                                      m_context.mailbox.reply<std::vector<AuditEntry>>(
                                          this, [this, asked, pages](Result<std::vector<AuditEntry>> answer) {
                                              if (asked != m_asked) {
                                                  return;
                                              }
                                              if (answer) {
                                                  take(*std::move(answer), pages - 1);
                                              } else {
                                                  fill(errorText(answer.error()));
                                              }
                                          }));
}

void AuditPane::take(std::vector<AuditEntry> page, int pagesLeft)
{
    m_end = page.size() < kPage;
    m_read += page.size();
    if (!page.empty()) {
        m_before = page.back().sequence;
        m_oldest = page.back().at;
    }
    for (auto& entry : page) {
        if (entry.subject == m_account) {
            m_entries.push_back(std::move(entry));
        }
    }
    if (!m_end && pagesLeft > 0 && m_entries.size() < m_wanted) {
        readOn(pagesLeft);
        return;
    }
    fill();
}

QString AuditPane::reach() const
{
    const auto shown = countText(static_cast<qint64>(m_entries.size()));
    if (m_end || !m_oldest) {
        return tr("%1 entries, and there are no older ones").arg(shown);
    }
    return tr("%1 among the last %2 entries of the log, back to %3")
        .arg(shown, countText(static_cast<qint64>(m_read)), m_context.zone.fullTime(*m_oldest));
}

void AuditPane::fill(const QString& problem)
{
    m_empty->explain(problem.isEmpty() ? QLatin1String("history") : QLatin1String("warning"),
                     problem.isEmpty() ? tr("Nothing was done to this account's credentials yet")
                                       : tr("The audit log could not be read"),
                     problem.isEmpty()
                         ? tr("Every read, write and refresh of them is written down, with who asked")
                         : problem);
    m_reach->setText(reach());
    m_more->setEnabled(true);
    m_more->setVisible(!m_end && problem.isEmpty());
    m_save->setEnabled(!m_entries.empty());
    m_stack->setCurrentIndex(m_entries.empty() ? 0 : 1);
    m_model->setRows(m_entries);
    fitColumns(*m_table);
}

void AuditPane::save()
{
    m_context.dialogs.saveFile(
        this, tr("Save the audit of an account"), QStringLiteral("audit-%1.csv").arg(toQString(m_account)),
        [this, text = auditCsv(m_entries)](const QString& path) {
            m_context.workers.run(
                this, [path, text] { return writeWholeFile(path, text); },
                [this, path](const QString& problem) {
                    m_context.navigator.tell(problem.isEmpty() ? Accent::Ok : Accent::Error,
                                             problem.isEmpty() ? tr("Saved to %1").arg(path) : problem);
                });
        });
}

} // namespace gatehouse::ui
