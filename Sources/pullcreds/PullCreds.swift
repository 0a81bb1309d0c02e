/// The command `pullcreds`: `pullcreds SUBCOMMAND ARGUMENT…`.
@main
struct PullCreds {
  static func main() {
    let result = run(Array(CommandLine.arguments.dropFirst()))
    do {
      if result.isSecret, FileDescriptor.standardOutput.isTerminal { throw SecretOnTerminalError() }
      try FileDescriptor.standardOutput.writeAll(result.output)
    } catch {
      report(error)
      ExitStatus.unusable.endProcess()
    }
    result.status.endProcess()
  }

  /// Does what `arguments` ask for. Errors are reported on standard error here.
  private static func run(_ arguments: [String]) -> CommandResult {
    do {
      return try Subcommand.run(arguments)
    } catch {
      report(error)
      return CommandResult("", .unusable)
    }
  }

  private static func report(_ error: any Error) {
    var page = TextPage()
    page.paragraph("pullcreds: \(error)", hanging: 2)
    // Nothing is left to be done where standard error is closed.
    try? FileDescriptor.standardError.writeAll(page.text)
  }
}
