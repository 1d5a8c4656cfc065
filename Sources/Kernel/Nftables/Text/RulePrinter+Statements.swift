import NetworkAddress

extension RulePrinter {
    /// `meta mark set …`
    mutating func saySet(_ target: String, _ type: FieldType, _ register: Register) {
        guard let word = register.word, let content = registers[word] else {
            return say(target)
        }
        if let value = content.value { return say("\(target) \(type.text(value))") }
        say("\(target) \(Self.computed(content))")
    }

    /// `meta mark | 0x00004000`: the kernel knows only masking and turning, people want "or".
    static func computed(_ content: Content) -> String {
        guard let mask = content.mask else { return content.text }
        let type = content.type
        let xor = content.xor + [UInt8](repeating: 0, count: max(0, mask.count - content.xor.count))
        let added = zip(mask, xor).map { ~$0 & $1 }
        let turned = zip(mask, xor).map { $0 & $1 }
        let kept = zip(mask, added).map { $0 | $1 }
        var text = content.text
        if kept.contains(where: { $0 != .max }) { text += " & \(type.text(kept))" }
        if turned.contains(where: { $0 != 0 }) { text += " ^ \(type.text(turned))" }
        if added.contains(where: { $0 != 0 }) { text += " | \(type.text(added))" }
        return text
    }

    mutating func sayStatement(_ expression: Expression) {
        switch expression {
        case .nat(let step): sayNAT(step)
        case .masquerade(let step):
            say(withFlags("masquerade" + ports(step.port, step.lastPort), step.flags))
        case .redirect(let step):
            say(withFlags("redirect" + ports(step.port, step.lastPort), step.flags))
        case .reject(let step):
            if step.rejection == .tcpReset { forgetTransport(6) }
            say(reject(step.rejection))
        case .counter(let step): say("counter packets \(step.packets) bytes \(step.bytes)")
        case .log(let step): say(log(step))
        case .limit(let step): say(Self.limit(step))
        case .quota(let step): say(quota(step))
        case .object(let step):
            say("\(step.type == 1 ? "counter" : "object-\(step.type)") name \"\(step.object)\"")
        case .notrack: say("notrack")
        default: say(expression.name)
        }
    }

    private mutating func sayNAT(_ step: NATExpression) {
        let verb = step.type == 1 ? "dnat" : "snat"
        var target = ""
        if let word = step.address?.word, let content = registers[word] {
            if let value = content.value {
                let address = IPAddress(bytes: value).map { "\($0)" } ?? ""
                let port = step.port?.word.flatMap { registers[$0]?.value }
                let number = port.map { ":" + FieldType.port.text($0) } ?? ""
                let isV6 = value.count == 16
                target = isV6 && !number.isEmpty ? "[\(address)]\(number)" : address + number
            } else {
                target = content.text
            }
        }
        let isConcatenation = step.address?.word.flatMap { registers[$0] }?.isMap == true
        let familyName = step.family == 10 ? "ip6" : "ip"
        let needsFamily = family == .inet || (isConcatenation && step.port != nil)
        let head = needsFamily ? "\(verb) \(familyName) to " : "\(verb) to "
        say(withFlags(head + target, step.flags))
    }

    /// ` to :80-90`
    private func ports(_ first: Register?, _ last: Register?) -> String {
        guard let low = first?.word.flatMap({ registers[$0]?.value }) else { return "" }
        let high = last?.word.flatMap { registers[$0]?.value } ?? low
        return " to :" + NftablesText.range(.port, low, high)
    }

    private func withFlags(_ text: String, _ flags: NATFlags?) -> String {
        let words = flags?.text ?? ""
        return words.isEmpty ? text : "\(text) \(words)"
    }

    private func reject(_ rejection: Rejection) -> String {
        switch (rejection, family) {
        case (.tcpReset, _): "reject with tcp reset"
        case (.icmp(3), .ip), (.icmp(4), .ip6), (.icmpx(1), .inet): "reject"
        case (.icmp(let code), .ip6): "reject with icmpv6 \(Self.icmpv6Code(code))"
        case (.icmp(let code), _): "reject with icmp \(Self.icmpCode(code))"
        case (.icmpx(let code), _): "reject with icmpx \(Self.icmpxCode(code))"
        }
    }

    private static func icmpCode(_ code: UInt8) -> String {
        let names: [UInt8: String] = [
            0: "net-unreachable", 1: "host-unreachable", 2: "prot-unreachable",
            3: "port-unreachable", 9: "net-prohibited", 10: "host-prohibited",
            13: "admin-prohibited",
        ]
        return names[code] ?? "\(code)"
    }

    private static func icmpv6Code(_ code: UInt8) -> String {
        let names: [UInt8: String] = [
            0: "no-route", 1: "admin-prohibited", 3: "addr-unreachable", 4: "port-unreachable",
            5: "policy-fail", 6: "reject-route",
        ]
        return names[code] ?? "\(code)"
    }

    private static func icmpxCode(_ code: UInt8) -> String {
        let names: [UInt8: String] = [
            0: "no-route", 1: "port-unreachable", 2: "host-unreachable", 3: "admin-prohibited",
        ]
        return names[code] ?? "\(code)"
    }

    private func log(_ step: LogExpression) -> String {
        var text = "log"
        if let prefix = step.prefix { text += " prefix \"\(prefix)\"" }
        if let group = step.group { text += " group \(group)" }
        if let level = step.level, level != 4 { text += " level \(Self.level(level))" }
        return text
    }

    private static func level(_ level: UInt32) -> String {
        let names = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"]
        return Int(exactly: level).flatMap { $0 < names.count ? names[$0] : nil } ?? "\(level)"
    }

    static func limit(_ step: LimitExpression) -> String {
        let units: [UInt64: String] = [
            1: "second", 60: "minute", 3600: "hour", 86_400: "day", 604_800: "week",
        ]
        let unit = units[step.unitSeconds] ?? "\(step.unitSeconds)s"
        let over = step.flags & 1 != 0 ? "over " : ""
        if step.type == 1 {
            return "limit rate \(over)\(size(step.rate))/\(unit)"
                + (step.burst == 0 ? "" : " burst \(size(UInt64(step.burst)))")
        }
        // Five is what `nft` takes when nothing is said.
        return "limit rate \(over)\(step.rate)/\(unit)"
            + (step.burst == 0 || step.burst == 5 ? "" : " burst \(step.burst) packets")
    }

    /// `10 mbytes`
    private static func size(_ bytes: UInt64) -> String {
        var value = bytes
        var units = ["bytes", "kbytes", "mbytes"]
        while units.count > 1, value > 0, value % 1024 == 0 {
            value /= 1024
            units.removeFirst()
        }
        return "\(value) \(units[0])"
    }

    private func quota(_ step: QuotaExpression) -> String {
        let used = step.consumed == 0 ? "" : " used \(Self.size(step.consumed))"
        return "quota \(step.flags & 1 != 0 ? "over " : "")\(Self.size(step.bytes))\(used)"
    }
}
