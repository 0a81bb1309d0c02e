import ImagePullCredentials
import KubernetesPulls
import NodeCredentials

extension JSONWriter {
  /// The members of an image about the node.
  mutating func members(of answer: NodeKeyring.Answer) {
    if let docker = answer.docker {
      member("docker") { writer in
        writer.member("serverURL", docker.serverURL)
        writer.member("outcome", docker.outcome.code)
        writer.member("helper", docker.helper)
        writer.member("note", docker.note)
      }
    }
    if let providers = answer.providers {
      member("providers", objects: providers.steps) { writer, step in
        writer.member("name", step.provider)
        writer.member("outcome", step.code)
        writer.member("message", step.description)
      }
    }
  }

  /// The member about the files that were looked for.
  mutating func member(_ name: String, _ search: NodeFileSearch) {
    member(name, objects: search.attempts) { writer, attempt in
      writer.member("path", search.path(of: attempt.candidate))
      writer.member("outcome", attempt.outcome.code)
    }
  }
}

extension DockerCredentials.Outcome {
  /// The name in JSON.
  fileprivate var code: String {
    switch self {
    case .helperWithoutCredentials: "helperWithoutCredentials"
    case .helperFailed: "helperFailed"
    default: rawValue
    }
  }
}

extension ProviderStep {
  /// The outcome's name in JSON.
  fileprivate var code: String {
    if isGated { return "gated" }
    return outcome == .notMatched ? "notMatched" : outcome.rawValue
  }
}

// MARK: - Text

extension TextPage {
  /// What a node says about an image, besides credentials.
  mutating func add(_ answer: NodeKeyring.Answer) {
    if let note = answer.docker?.note {
      paragraph("note: \(sentence: note)", indent: 2, hanging: 2)
    }
    if let error = answer.docker?.error {
      paragraph("\(sentence: error.description)", indent: 2, hanging: 2)
    }
    for step in answer.providers?.steps ?? [] {
      paragraph("\(sentence: step.description)", indent: 2, hanging: 2)
    }
  }

  /// The files that were looked for.
  mutating func add(_ search: NodeFileSearch) {
    line("node files")
    for attempt in search.attempts {
      line("\(word: search.path(of: attempt.candidate))", indent: 2)
      paragraph(attempt.outcome.shown, indent: 4)
    }
  }
}

extension NodeFileSearch.Outcome {
  fileprivate var shown: SafeText {
    switch self {
    case .missing: "not there"
    case .unreadable(let error): "passed over: \(sentence: error.description)"
    case .invalid(let error): "passed over: \(sentence: error.description)"
    case .found(let config):
      config.entries.count == 1 ? "used: 1 entry" : "used: \(config.entries.count) entries"
    }
  }

  /// The name in JSON.
  fileprivate var code: String {
    switch self {
    case .missing: "missing"
    case .unreadable: "unreadable"
    case .invalid: "invalid"
    case .found: "used"
    }
  }
}
