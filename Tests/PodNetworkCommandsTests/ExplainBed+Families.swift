extension ExplainBed {
    /// A text about version 4, and the same about version 6.
    static func both(_ text: String) -> [String] { [text, version6(text)] }

    /// The same text about version 6: each address of the bed's for the one beside it.
    static func version6(_ text: String) -> String {
        text.replacing(#/(\d+)\.(\d+)\.(\d+)\.(\d+)(?:/(\d+))?(?::(\d+))?/#) { found in
            let (first, third, last) = (found.output.1, found.output.3, found.output.4)
            let host = last == "0" ? "" : String(last)
            let address =
                switch first {
                case "10": third == "0" ? "fd00:9::\(host)" : "fd00:9:\(third)::\(host)"
                case "127": "::1"
                default: "2001:db8::\(host)"
                }
            if let length = found.output.5 {
                return address + "/" + (["32": "128", "16": "32"][String(length)] ?? "64")
            }
            return found.output.6.map { "[\(address)]:\($0)" } ?? address
        }
        .replacing("net.ipv4", with: "net.ipv6")
        .replacing("call-iptables", with: "call-ip6tables")
        .replacing("ip route", with: "ip -6 route")
    }
}
