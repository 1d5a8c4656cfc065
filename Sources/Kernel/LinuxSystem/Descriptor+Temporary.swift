import Glibc

extension Descriptor {
    /// A file without a name, for reading and writing; it is gone when nobody has it open.
    /// C: O_TMPFILE
    ///
    /// Unlike a pipe it holds any amount without anyone reading: what a child prints, for example.
    public static func temporary(in folder: String = "/tmp") throws(SystemError) -> Descriptor {
        // The header shows the flag to GNU sources only; it includes O_DIRECTORY, which differs
        // between architectures.
        let flags = O_RDWR | O_DIRECTORY | 0o20000000
        return try Descriptor(opening: folder, OpenFlags(rawValue: flags), mode: 0o600)
    }

    /// Goes back to the file's beginning, for everyone who shares the open file.
    public borrowing func rewind() throws(SystemError) {
        let number = rawValue
        try systemCall("seek") { lseek(number, 0, SEEK_SET) }
    }
}
