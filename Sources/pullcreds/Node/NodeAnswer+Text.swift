import ImagePullCredentials
import NodeCredentials

extension TextPage {
  /// What a node says about an image, besides credentials.
  mutating func add(_ answer: NodeKeyring.Answer) {
    if let note = answer.docker?.note { paragraph("note: \(note)", indent: 2, hanging: 2) }
    if let error = answer.docker?.error {
      paragraph("\(error)", indent: 2, hanging: 2)
    }
    for step in answer.providers?.steps ?? [] { paragraph("\(step)", indent: 2, hanging: 2) }
  }

  /// The files that were looked for.
  mutating func add(_ search: NodeFileSearch) {
    line("node files")
    for attempt in search.attempts {
      line(search.path(of: attempt.candidate), indent: 2)
      paragraph(attempt.outcome.shown, indent: 4)
    }
  }
}

extension NodeFileSearch.Outcome {
  fileprivate var shown: String {
    switch self {
    case .missing: "not there"
    case .unreadable(let error): "passed over: \(error)"
    case .invalid(let error): "passed over: \(error)"
    case .found(let config):
      config.entries.count == 1 ? "used: 1 entry" : "used: \(config.entries.count) entries"
    }
  }

  /// The name in JSON.
  var code: String {
    switch self {
    case .missing: "missing"
    case .unreadable: "unreadable"
    case .invalid: "invalid"
    case .found: "used"
    }
  }
}
