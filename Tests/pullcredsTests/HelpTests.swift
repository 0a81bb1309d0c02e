import Foundation
import ImagePullCredentials
import Testing

@testable import pullcreds

@Suite struct HelpTests {
  private static let pages =
    [Help.overview.text] + Subcommand.all.map { Help.page(for: $0).text }

  @Test func everyLineFits() {
    for line in Self.pages.joined().split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
      #expect(!line.hasSuffix(" "), "\(line)")
    }
  }

  @Test func everyWayToAsk() throws {
    #expect(try Tool.run("--help").output == Help.overview.text)
    #expect(try Tool.run("-h").output == Help.overview.text)
    #expect(try Tool.run("help").output == Help.overview.text)
    for subcommand in Subcommand.all {
      let page = Help.page(for: subcommand).text
      #expect(try Tool.run(subcommand.name, "--help").output == page)
      #expect(try Tool.run(subcommand.name, "-h").output == page)
      #expect(try Tool.run("help", subcommand.name).output == page)
    }
    let version = try Tool.run("--version")
    #expect(version == Tool.Result(status: 0, output: "pullcreds \(Version.current)\n", errors: ""))
  }

  @Test func everySubcommandIsListed() {
    for subcommand in Subcommand.all {
      #expect(Help.overview.text.contains("\n  \(subcommand.name) "))
      #expect(subcommand.exitStatus.map(\.status) == [.success, .negative, .unusable])
    }
  }

  /// Docs/Command.md has each way to call a subcommand and each of its options, some by naming the subcommand that
  /// explains them.
  @Test func theDocumentFollowsTheOptions() throws {
    let document = try String(
      contentsOf: Tool.repository.appending(path: "Docs/Command.md"), encoding: .utf8)
    let sections = document.components(separatedBy: "\n## pullcreds ").dropFirst()
    let texts = Dictionary(
      uniqueKeysWithValues: sections.map { ($0.prefix { $0 != "\n" }.description, $0) })
    #expect(Set(texts.keys) == Set(Subcommand.all.map(\.name)))
    for subcommand in Subcommand.all {
      let own = texts[subcommand.name] ?? ""
      for usage in subcommand.usage {
        #expect(own.contains("\npullcreds \(subcommand.name) \(usage.text)\n"))
      }
      let others = ["resolve", "explain"].filter { own.contains("`\($0)`") }.map { texts[$0] ?? "" }
      let words = ([own] + others).map(Self.options(in:)).reduce(into: Set()) { $0.formUnion($1) }
      for option in subcommand.options {
        let isNamed = [option.name, option.short.map(String.init)].contains {
          $0.map(words.contains) ?? false
        }
        #expect(isNamed, "\(subcommand.name) --\(option.name)")
      }
      let rows = own.split(separator: "\n").filter { $0.hasPrefix("| `-") }
        .map { String($0.dropFirst().prefix { $0 != "|" }) }
      let names = subcommand.options.flatMap { [$0.name, $0.short.map(String.init) ?? $0.name] }
      #expect(Self.options(in: rows.joined()).subtracting(names) == [])
    }
  }

  /// The names of the options in a text, without their dashes.
  private static func options(in text: String) -> Set<String> {
    Set(text.matches(of: /(?:^|[^\w-])-{1,2}([A-Za-z][\w-]*)/).map { String($0.1) })
  }

  @Test func thePageOfParse() {
    #expect(
      Help.page(for: .parse).text == """
        pullcreds parse: The parts of image references.

        Usage:
          pullcreds parse IMAGE… [-o text|json]

        Parses each IMAGE as container engines and the kubelet do, and shows its
        registry, repository, tag and digest, its normalised and its short form, and the
        name that registry keys are compared with. Where one does not parse, the error
        points at the byte.

        Options:
          -o, --output FORMAT  text (default) or json.
          -h, --help           Show this help.

        Exit status:
          0  Every IMAGE is a reference.
          1  Some IMAGE is not.
          2  The arguments cannot be used.

        Examples:
          # What is nginx, in full?
          pullcreds parse nginx:1.27
          # For a script:
          pullcreds parse localhost:5000/app -o json | jq -r '.references[].registry'

        """)
  }
}
