import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
import NodeCredentials

extension ExplainReport {
  /// The report for programs. The members are described in Docs/Command.md and are stable.
  var json: SafeText {
    var writer = JSONWriter(.indented(2))
    writer.beginObject()
    writer.member("at", "\(now)")
    writer.members(of: resolution)
    if let files = images.lazy.compactMap(\.node?.files).first {
      writer.member("nodeFiles", files)
    }
    // Every image has every key.
    var room = ReportRoom()
    let trials = KeyTrials(resolution)
    writer.member("images", objects: images) { writer, image in
      writer.members(of: image, in: &room)
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
      let keys = trials.first(room.elements, for: image)
      writer.member(
        "keys", objects: (keys?.tried ?? []) + (keys?.others ?? []),
        count: (keys?.triedCount ?? 0) + (keys?.otherCount ?? 0), more: "moreKeys", in: &room
      ) { $0.members(of: $1) }
    }
    writer.member("findings", objects: findings) { $0.members(of: $1) }
    writer.name("notExamined")
    writer.strings(notExamined)
    writer.endObject()
    return SafeText(json: writer.text + "\n")
  }
}

extension JSONWriter {
  fileprivate mutating func members(of trial: KeyTrial) {
    member("registryKey", trial.displayName)
    member("secret", trial.secretName)
    member("listing", trial.listing)
    member("outcome", trial.outcome.code)
    name("place")
    if let place = trial.place { integer(place) } else { null() }
    member("explanation", trial.description)
  }

  /// Writes the members of a finding.
  mutating func members(of finding: Finding) {
    member("code", finding.code.description)
    member("severity", finding.severity.code)
    name("images")
    strings(finding.images.lazy.map(ImageReference.displayText))
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

extension KeyTrial.Outcome {
  /// The name in JSON.
  fileprivate var code: String {
    switch self {
    case .tried: "tried"
    case .triedForDockerHub: "triedForDockerHub"
    case .mismatch: "mismatch"
    case .skipped: "skipped"
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
