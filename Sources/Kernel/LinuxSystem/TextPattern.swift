import Glibc

/// A regular expression of POSIX, extended. C: regcomp, regexec
public final class TextPattern {
    private var compiled = regex_t()

    /// Compiles an expression; nil when it is none.
    public init?(_ text: String) {
        guard regcomp(&compiled, text, REG_EXTENDED | REG_NOSUB) == 0 else {
            // What failed to compile holds nothing that could be freed.
            compiled = regex_t()
            return nil
        }
    }

    deinit { regfree(&compiled) }

    /// Whether a part of the text matches.
    public func matches(_ text: String) -> Bool { regexec(&compiled, text, 0, nil, 0) == 0 }
}
