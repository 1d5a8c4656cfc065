import PodNetworkCommands
import Testing

@Suite struct CommandProgramTests {
    @Test func `a word that is no command is refused with the commands there are`() {
        let outcome = CommandProgram.run(["frobnicate"])
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.notice.contains("no such command: frobnicate"))
    }

    @Test(arguments: ["help", "--help", "ipam --help"])
    func `help goes to standard output`(words: String) {
        let outcome = CommandProgram.run(words.split(separator: " ").map(String.init))
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("usage: martlet-cni COMMAND"))
    }

    @Test func `a trace of no command is refused`() {
        let outcome = CommandProgram.run(["--trace"])
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        #expect(outcome.notice.contains("--trace goes with CNI_COMMAND"))
    }
}
