import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import NodeCredentials

extension ExplainReport {
  /// The most keys that are listed, of all images together: every image has every key.
  private static let keyLimit = 10_000

  /// The keys of each image as far as they are listed, and how many more there are.
  private var listedResults: [(listed: [MatchResult], restCount: Int)] {
    var room = Self.keyLimit
    var rows: [(listed: [MatchResult], restCount: Int)] = []
    for image in images {
      let results = matchResults(for: image)
      let listed = Array(results.prefix(room))
      room -= listed.count
      rows.append((listed, results.count - listed.count))
    }
    return rows
  }

  /// The report for programs. The members are described in Docs/Command.md and are stable.
  var json: SafeText {
    var writer = JSONWriter(.indented(2))
    writer.beginObject()
    writer.member("at", "\(now)")
    writer.members(of: resolution)
    if let files = images.lazy.compactMap(\.node?.files).first {
      writer.member("nodeFiles", files)
    }
    writer.member("images", objects: zip(images, listedResults)) { writer, row in
      let (image, keys) = row
      writer.members(of: image)
      if let answer = image.node { writer.members(of: answer) }
      writer.name("messages")
      writer.strings(image.use.map { messages.texts(about: $0) } ?? [])
      if let decision = decision(about: image) {
        writer.member("onNode") { writer in
          writer.member("mustPull", decision.mustPull)
          writer.member("rule", decision.rule.rawValue)
          writer.member("explanation", decision.rule.explanation)
        }
      }
      writer.member("keys", objects: keys.listed) { $0.members(of: $1) }
      if keys.restCount > 0 { writer.member("moreKeys", keys.restCount) }
    }
    writer.member("findings", objects: findings) { $0.members(of: $1) }
    writer.name("notExamined")
    writer.strings(notExamined)
    writer.endObject()
    return SafeText(json: writer.text + "\n")
  }
}

extension JSONWriter {
  fileprivate mutating func members(of result: MatchResult) {
    member("registryKey", result.credential.displayKey)
    if case .secret(_, let name, _, let listPosition) = result.credential.source {
      member("secret", name)
      if let listPosition { member("listPosition", listPosition) }
    }
    member("outcome", result.outcome.name)
    name("place")
    if let index = result.index { integer(index) } else { null() }
    member("explanation", result.description)
  }

  /// Writes the members of a finding.
  mutating func members(of finding: Finding) {
    member("code", finding.code.description)
    member("severity", finding.severity.code)
    name("images")
    strings(finding.images)
    member("objects", objects: finding.objects) { writer, object in
      writer.member("kind", object.kind)
      writer.member("namespace", object.namespace)
      writer.member("name", object.name)
      writer.member("registryKey", object.registryKey)
      writer.member("container", object.container)
      writer.member("field", object.field)
    }
    name("messages")
    strings(finding.messages)
    member("problem", finding.problem)
    member("advice", finding.advice)
    member("command", finding.command)
  }
}

extension MatchResult.Outcome {
  /// The name in JSON.
  fileprivate var name: String {
    switch self {
    case .tried: "tried"
    case .triedForDockerHub: "triedForDockerHub"
    case .mismatch: "mismatch"
    case .invalidKey: "invalidKey"
    case .unmatchable: "unmatchable"
    }
  }
}

extension Finding.Severity {
  /// The name in JSON.
  var code: String {
    switch self {
    case .worthKnowing: "worthKnowing"
    case .mayFail: "mayFail"
    case .willFail: "willFail"
    }
  }
}
