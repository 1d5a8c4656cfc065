extension String {
    /// The text without spaces, tabs and line ends around it.
    var trimmed: String {
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        let start = drop(while: isSpace)
        guard let end = start.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(start[...end])
    }
}
