/// What a request line asks for, in its two parts, as they were sent.
struct RequestTarget: Equatable {
    var path: String
    var query: String?

    init(_ text: String) {
        var path = text[...]
        // A proxy's form, http://host/path: RFC 9112 section 3.2.2.
        if !path.hasPrefix("/"), let scheme = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            text[scheme...].hasPrefix("://")
        {
            let authority = text[text.index(scheme, offsetBy: 3)...]
            path = authority.utf8.firstIndex(of: UInt8(ascii: "/")).map { text[$0...] } ?? "/"
        }
        guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            self.path = String(path)
            return
        }
        self.path = String(path[..<mark])
        query = String(path[path.utf8.index(after: mark)...])
    }
}
