import CNIProtocol
import LinuxSystem
import Netlink
import NetworkAddress
import RouteNetlink

/// Changes a pod's interface and settings as `tuning` says, and takes it back.
struct PodTuning {
    let options: TuningConfiguration
    let folder: TuningFolder
    let network: String
    let attachment: Attachment
    let pod: PodNamespace

    /// Changes everything; on an error, all is as it was.
    func apply() throws(CNIError) {
        let previous = try applySettings()
        do throws(CNIError) {
            if options.changesLink { try applyLink() }
        } catch {
            restore(previous)
            throw error
        }
    }

    /// Sets what belongs to the namespace, and tells what was there.
    private func applySettings() throws(CNIError) -> [SystemSetting] {
        guard !options.settings.isEmpty else { return [] }
        var previous: [SystemSetting] = []
        do throws(CNIError) {
            for setting in options.settings {
                try CNIError.applying("set sysctl \(setting.name)") {
                    let before = try NamespaceVisit.run(in: pod.namespace) {
                        let before = try? Sysctl.read(setting.path)
                        try Sysctl.write(setting.path, setting.value)
                        return before
                    }
                    guard let before else { return }
                    previous.append(
                        SystemSetting(name: setting.name, path: setting.path, value: before))
                }
            }
        } catch {
            restore(previous)
            throw error
        }
        return previous
    }

    private func restore(_ settings: [SystemSetting]) {
        _ = try? NamespaceVisit.run(in: pod.namespace) {
            for setting in settings.reversed() {
                try? Sysctl.write(setting.path, setting.value)
            }
        }
    }

    private func applyLink() throws(CNIError) {
        let name = attachment.interfaceName
        let found = try CNIError.applying("look at \(name)") { try pod.socket.link(named: name) }
        guard let link = found else {
            throw CNIError(.invalidConfiguration, "the pod has no interface \(name)")
        }
        let backup = TuningBackup(
            link, queueLength: link.transmitQueueLength.map { Int($0) }, before: options)
        try folder.write(backup, of: attachment, network: network)
        do throws(CNIError) {
            try CNIError.applying("change \(name)") {
                try pod.socket.set(link.index, options.change)
            }
        } catch {
            try? pod.socket.set(link.index, backup.change)
            try? folder.remove(attachment)
            throw error
        }
    }

    /// A result that says what the interface has become.
    func updated(_ result: CNIResult) -> CNIResult {
        var result = result
        for index in result.interfaces.indices
        where result.interfaces[index].name == attachment.interfaceName {
            if let mac = options.mac { result.interfaces[index].mac = mac.description }
            if let mtu = options.mtu, result.interfaces[index].mtu != nil {
                result.interfaces[index].mtu = mtu
            }
        }
        return result
    }

    /// What is not as `apply` leaves it, a sentence each.
    func discrepancies() throws(CNIError) -> [String] {
        let name = attachment.interfaceName
        let found = try CNIError.applying("look at \(name)") { try pod.socket.link(named: name) }
        guard let link = found else { return ["the pod has no interface \(name)"] }
        var problems: [String] = []
        func compare<Value: Equatable>(_ what: String, _ wanted: Value?, _ found: Value?) {
            guard let wanted, wanted != found else { return }
            let told = found.map { "\($0)" } ?? "nothing"
            problems.append("\(what) of \(name) is \(told), not \(wanted)")
        }
        compare("the hardware address", options.mac, link.mac)
        compare("the MTU", options.mtu, link.mtu)
        compare(
            "the queue's length", options.transmitQueueLength,
            link.transmitQueueLength.map { Int($0) })
        if options.isPromiscuous {
            compare("promiscuity", true, link.flags.contains(.promiscuous))
        }
        compare(
            "taking all multicast", options.takesAllMulticast,
            link.flags.contains(.allMulticast))
        return problems + settingDiscrepancies()
    }

    private func settingDiscrepancies() -> [String] {
        options.settings.compactMap { setting in
            do {
                let value = try NamespaceVisit.run(in: pod.namespace) {
                    try Sysctl.read(setting.path)
                }
                // The kernel parts words as it likes.
                let isSame = value == setting.value || words(value) == words(setting.value)
                return isSame
                    ? nil : "sysctl \(setting.name) is \(value), not \(setting.value)"
            } catch {
                return "sysctl \(setting.name): \(error)"
            }
        }
    }

    private func words(_ text: String) -> [Substring] { text.split { $0.isWhitespace } }
}

extension TuningConfiguration {
    /// The change of the interface.
    var change: LinkChange {
        var change = LinkChange(mtu: mtu, mac: mac)
        if isPromiscuous { change.isPromiscuous = true }
        change.takesAllMulticast = takesAllMulticast
        change.transmitQueueLength = transmitQueueLength.map { UInt32(clamping: $0) }
        return change
    }
}
