// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/models/text.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/document_area.h"
#include "ui/shell/key_overlay.h"
#include "ui/shell/main_menu.h"
#include "ui/shell/navigation_badges.h"
#include "ui/shell/navigation_list.h"
#include "ui/shell/properties_dock.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/vault_dialog.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/keys.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QScreen>
#include <QShortcut>
#include <QStatusBar>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr QSize kFrame(16, 48); // what window managers put around
constexpr QSize kLeast(960, 600);

} // namespace

MainWindow::MainWindow() = default;
MainWindow::~MainWindow() = default;

void MainWindow::build(Context& context)
{
    m_context = &context;
    m_entries = viewEntries();
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Gatehouse"));
    setWindowIcon(QIcon(QStringLiteral(":/gatehouse/icons/gatehouse.svg")));
    setDockOptions(AnimatedDocks | AllowTabbedDocks);
    // Not larger than the screen with a frame around, else the status bar of the first start cannot be seen.
    resize(QSize(1280, 800).boundedTo(screen()->availableSize() - kFrame).expandedTo(kLeast));
    buildMiddle();
    m_properties = new PropertiesDock(this);
    addDockWidget(Qt::RightDockWidgetArea, m_properties);
    m_properties->hide();
    m_palette = new CommandPalette(this, [this] { return paletteEntries(); });
    m_keys = new KeyOverlay(this);
    statusBar()->setSizeGripEnabled(false);
    auto* strip = new StatusStrip(context, statusBar());
    MenuParts parts;
    parts.zoneMenu = strip->zoneMenu();
    parts.openPalette = [this] { m_palette->open(); };
    parts.toggleNavigation = [this] { m_navigation->setNarrow(!m_navigation->narrow()); };
    parts.showAlerts = [strip] { strip->showAlerts(); };
    buildMainMenu(*this, context, m_entries, parts);
    m_badges = new NavigationBadges(context, this);
    buildKeys();
    connect(&context.node, &NodeState::changed, this, &MainWindow::updateSandboxBanner);
    connect(&context.vault, &VaultState::changed, this, &MainWindow::updateVaultBanner);
    m_pristine = saveState(Settings::kLayoutVersion);
}

void MainWindow::buildMiddle()
{
    auto* middle = new QWidget(this);
    auto* row = new QHBoxLayout(middle);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_navigation = new NavigationList(middle);
    int number = 1;
    for (const auto& view : m_entries) {
        m_navigation->addView(view.id, view.title, icon(view.icon), tr("Ctrl+%1").arg(number++));
    }
    connect(m_navigation, &NavigationList::chosen, this, [this](const QString& id) { go(id); });
    row->addWidget(m_navigation);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_sandbox = new Banner(middle);
    m_sandbox->hide();
    m_vault = new Banner(middle);
    m_vault->setObjectName(QStringLiteral("vaultBanner"));
    m_vault->hide();
    m_message = new Banner(middle);
    m_message->setObjectName(QStringLiteral("messageBar"));
    m_message->hide();
    m_documents = new DocumentArea(middle);
    column->addWidget(m_sandbox);
    column->addWidget(m_vault);
    column->addWidget(m_documents, 1);
    column->addWidget(m_message);
    row->addLayout(column, 1);
    setCentralWidget(middle);
}

void MainWindow::buildKeys()
{
    bindKey(this, QLatin1String("nextPane"), [this] { cyclePane(1); });
    bindKey(this, QLatin1String("previousPane"), [this] { cyclePane(-1); });
    bindKey(this, QLatin1String("closeDocument"), [this] { m_documents->closeCurrent(); });
    bindKey(this, QLatin1String("nextDocument"), [this] { m_documents->step(1); });
    // An edit with the focus takes "?" for itself before shortcuts are looked at.
    auto* question = new QShortcut(QKeySequence(Qt::Key_Question), this);
    connect(question, &QShortcut::activated, this, &MainWindow::showKeys);
}

const ViewEntry* MainWindow::entry(const QString& id) const
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& e) { return id == e.id; });
    return found == m_entries.end() ? nullptr : &*found;
}

View* MainWindow::view(const QString& id)
{
    const auto* wanted = entry(id);
    if (wanted == nullptr) {
        return nullptr;
    }
    auto& made = m_made[id];
    if (made == nullptr) {
        made = wanted->make(*m_context, m_documents);
        made->setAccessibleName(wanted->title);
    }
    return made;
}

void MainWindow::go(const QString& viewId, const QVariantMap& arguments)
{
    auto* wanted = view(viewId);
    if (wanted == nullptr) {
        return;
    }
    const bool moved = m_current != viewId;
    m_current = viewId;
    m_navigation->setCurrentView(viewId);
    m_documents->showView(wanted, entry(viewId)->title, icon(entry(viewId)->icon));
    const bool byList = m_navigation->hasFocus();
    if (moved && !byList && !wanted->panes().isEmpty()) {
        wanted->panes().constFirst()->setFocus(Qt::OtherFocusReason);
    }
    if (moved || !arguments.isEmpty()) {
        wanted->activate(arguments);
    }
    setWindowTitle(tr("%1 — Gatehouse").arg(entry(viewId)->title));
}

void MainWindow::openDocument(const OpenDocument& document)
{
    m_documents->open(document);
}

void MainWindow::tell(Accent meaning, const QString& text, const QString& action,
                      std::function<void()> onAction)
{
    m_message->say(meaning, text);
    m_message->offer(action, std::move(onAction));
    m_message->setClosable(true);
}

void MainWindow::showProperties(const Properties& properties)
{
    m_properties->show(properties);
}

void MainWindow::setBadge(const QString& viewId, const QString& badge, const QString& meaning, Accent accent)
{
    m_navigation->setBadge(viewId, badge, meaning, accent);
}

void MainWindow::loadBadges()
{
    m_badges->load();
}

void MainWindow::updateSandboxBanner()
{
    if (m_context->node.status().sandbox) {
        m_sandbox->say(Accent::Info, tr("Sandbox data — nothing leaves this machine"));
    } else {
        m_sandbox->hide();
    }
}

void MainWindow::updateVaultBanner()
{
    m_vault->setVisible(m_context->vault.locked());
    if (!m_context->vault.locked()) {
        return;
    }
    const QString why = toQString(m_context->vault.info().problem);
    m_vault->say(Accent::Error,
                 tr("The vault is locked, so no account can be called. %1").arg(why).trimmed());
    m_vault->offer(tr("Unlock…"), [this] {
        auto* dialog = new VaultDialog(m_context->vault, this);
        dialog->open();
    });
}

void MainWindow::showKeys()
{
    if (const auto* shown = entry(m_current)) {
        m_keys->open(shown->id, shown->title);
    }
}

void MainWindow::cyclePane(int by)
{
    QList<QWidget*> panes{m_navigation};
    if (const auto* shown = qobject_cast<View*>(m_documents->current())) {
        panes += shown->panes();
    } else if (m_documents->current() != nullptr) {
        panes += m_documents->current();
    }
    panes.removeIf([](const QWidget* pane) { return !pane->isVisible() || !pane->isEnabled(); });
    const auto* focused = QApplication::focusWidget();
    const auto holds = [&](const QWidget* pane) { return pane == focused || pane->isAncestorOf(focused); };
    const auto at = std::find_if(panes.begin(), panes.end(), holds) - panes.begin();
    const auto count = static_cast<int>(panes.size());
    const int next = at == count ? 0 : (static_cast<int>(at) + by + count) % count;
    panes.at(next)->setFocus(Qt::TabFocusReason);
}

std::vector<PaletteEntry> MainWindow::paletteEntries()
{
    std::vector<PaletteEntry> entries;
    for (const auto* action : menuBar()->findChildren<QAction*>()) {
        const bool leaf = action->menu() == nullptr && !action->isSeparator() && action->isEnabled();
        if (!leaf || action->text().isEmpty() || action->objectName() == QStringLiteral("actionPalette")) {
            continue;
        }
        entries.push_back({action->icon(), QString(action->text()).remove(u'&'),
                           action->shortcut().toString(QKeySequence::NativeText),
                           [guard = QPointer<QAction>(const_cast<QAction*>(action))] {
                               if (guard) {
                                   guard->trigger();
                               }
                           }});
    }
    addAccountEntries(entries);
    return entries;
}

void MainWindow::addAccountEntries(std::vector<PaletteEntry>& entries)
{
    for (const auto& account : m_context->directory.accounts()) {
        const QString id = toQString(account.id);
        const auto& directory = m_context->directory;
        const QString title =
            tr("%1 · %2 · %3")
                .arg(toQString(directory.environmentName(account.environmentId)),
                     toQString(directory.integrationLabel(account.integration)), toQString(account.label));
        entries.push_back({icon(QLatin1String("accounts")), title, tr("try a call"), [this, id] {
                               go(QStringLiteral("try"), {{QStringLiteral("account"), id}});
                           }});
        entries.push_back(
            {icon(QLatin1String("calls")), title, tr("its calls"), [this, id] {
                 go(QStringLiteral("calls"), {{QStringLiteral("filter"), QString(u"account:" % id)}});
             }});
    }
}

void MainWindow::restoreWindow()
{
    auto& settings = m_context->settings;
    const QString base = QStringLiteral("window%1/").arg(Settings::kLayoutVersion);
    restoreGeometry(settings.value(base + u"geometry").toByteArray());
    restoreState(settings.value(base + u"state").toByteArray(), Settings::kLayoutVersion);
    m_navigation->setNarrow(settings.value(base + u"narrow").toBool());
    const QString last = settings.value(QStringLiteral("view")).toString();
    go(entry(last) != nullptr ? last : QString(m_entries.front().id));
}

void MainWindow::saveWindow()
{
    auto& settings = m_context->settings;
    const QString base = QStringLiteral("window%1/").arg(Settings::kLayoutVersion);
    settings.set(base + u"geometry", saveGeometry());
    settings.set(base + u"state", saveState(Settings::kLayoutVersion));
    settings.set(base + u"narrow", m_navigation->narrow());
    settings.set(QStringLiteral("view"), m_current);
    settings.set(QStringLiteral("zone"), m_context->zone.zone().id());
    for (const auto& [id, made] : m_made) {
        made->keepLayout();
    }
    settings.sync();
}

void MainWindow::resetLayout()
{
    m_context->settings.forgetLayout();
    restoreState(m_pristine, Settings::kLayoutVersion);
    m_navigation->setNarrow(false);
    const QString shown = m_current;
    for (const auto& [id, made] : m_made) {
        made->deleteLater(); // made anew, with the sizes they were born with
    }
    m_made.clear();
    m_current.clear();
    go(shown);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    saveWindow();
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_context != nullptr) {
        m_context->theme.askDesktop();
    }
}

} // namespace gatehouse::ui
