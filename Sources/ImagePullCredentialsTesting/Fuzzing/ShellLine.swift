import ImagePullCredentials

/// A suggested command line, read as in a POSIX shell. Accepts only unambiguous text: words of plain characters,
/// single quotes, and the few double quotes in this package's commands.
struct ShellLine {
  /// The commands between `|` and `&&`, as words without their quotes.
  private(set) var commands: [[Word]] = [[]]

  /// A word.
  struct Word {
    var text: String
    /// Whether a part of it is quoted.
    var isQuoted = false
  }

  /// Nil for a text that a shell could read differently.
  init?(_ text: String) {
    var rest = Array(text.unicodeScalars)[...]
    while true {
      guard let word = Self.word(&rest) else { return nil }
      if !word.isQuoted, ["|", "&&"].contains(word.text) {
        commands.append([])
      } else {
        commands[commands.count - 1].append(word)
      }
      guard !rest.isEmpty else { break }
      // One space between words, none at the end.
      guard rest.removeFirst() == " ", !rest.isEmpty else { return nil }
    }
    guard commands.allSatisfy({ !$0.isEmpty }) else { return nil }
  }

  private static func word(_ rest: inout ArraySlice<Unicode.Scalar>) -> Word? {
    for symbol in ["|", "&&"] where rest.starts(with: symbol.unicodeScalars) {
      rest = rest.dropFirst(symbol.unicodeScalars.count)
      return rest.isEmpty || rest.first == " " ? Word(text: symbol) : nil
    }
    var word = Word(text: "")
    while let scalar = rest.first, scalar != " " {
      if scalar == "'" {
        guard let end = rest.dropFirst().firstIndex(of: "'") else { return nil }
        for scalar in rest[rest.startIndex + 1..<end] { word.text.unicodeScalars.append(scalar) }
        word.isQuoted = true
        rest = rest[(end + 1)...]
      } else if scalar == "\\" {
        // Between single quotes, a single quote.
        guard word.isQuoted, rest.starts(with: #"\'"#.unicodeScalars) else { return nil }
        word.text += "'"
        rest = rest.dropFirst(2)
      } else if scalar == "\"" {
        guard let quoted = Self.expansions(of: rest) else { return nil }
        word.text += quoted
        word.isQuoted = true
        rest = rest.dropFirst(quoted.unicodeScalars.count)
      } else {
        guard scalar.isPlainInShell else { return nil }
        word.text.unicodeScalars.append(scalar)
        rest = rest.dropFirst()
      }
    }
    return word.text.isEmpty && !word.isQuoted ? nil : word
  }

  /// The expansions allowed at the start of `rest`: a variable that has to be set, a file named by one, or the cloud's
  /// own login. Only a region comes from the input.
  private static func expansions(of rest: ArraySlice<Unicode.Scalar>) -> String? {
    let isVariable = { (scalar: Unicode.Scalar) in
      scalar == "_" || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }
    let isRegion = { (scalar: Unicode.Scalar) in
      scalar == "-" || ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
    }
    for (start, isPartOfName, end) in [
      (#""${"#, isVariable, #":?}""#), (#""$(cat "${"#, isVariable, #":?}")""#),
      (#""$(aws ecr get-login-password --region "#, isRegion, #")""#),
      (#""$(aws ecr-public get-login-password --region "#, isRegion, #")""#),
    ] where rest.starts(with: start.unicodeScalars) {
      let name = rest.dropFirst(start.unicodeScalars.count).prefix(while: isPartOfName)
      guard let first = name.first, first != "-" else { return nil }
      var text = start
      text.unicodeScalars.append(contentsOf: name)
      text += end
      return rest.starts(with: text.unicodeScalars) ? text : nil
    }
    return nil
  }
}

extension ShellLine {
  /// Why these are not commands of this package; nil if they are: an unexpected program, an unknown option, or a word
  /// that is not a name where one is required.
  var violation: String? {
    for command in commands {
      guard let program = command.first?.text else { return "no program" }
      let words = command.dropFirst()
      switch program {
      case "kubectl":
        if let problem = Self.violation(ofKubectl: words) { return problem }
      case "base64":
        guard words.map(\.text) == ["--decode"] else { return "base64" }
      case "sed":
        guard words.count == 1, let script = words.first?.text, Self.isSubstitution(script) else {
          return "a script of sed"
        }
      default: return "the program \(program)"
      }
    }
    return nil
  }

  /// The options of each subcommand of kubectl, without and with a value in the next word.
  private static let options: [String: (alone: [String], valued: [String])] = [
    "get": ([], ["-n", "-o"]), "replace": (["--force"], ["-f"]), "apply": ([], ["-f"]),
    "create": (
      [
        "--docker-server", "--docker-username", "--docker-password", "--from-file", "--dry-run",
        "--clusterrole", "--group",
      ], ["-n", "-o"]
    ),
    "patch": (["--type"], ["-n", "-p"]), "delete": ([], ["-n"]), "describe": ([], ["-n"]),
    "rollout": ([], ["-n"]), "set": ([], ["-n"]),
  ]

  private static func violation(ofKubectl words: ArraySlice<Word>) -> String? {
    var operands: [String] = []
    var met: Set<String> = []
    var rest = words
    while let word = rest.popFirst() {
      guard word.text.utf8.first == UInt8(ascii: "-") else {
        operands.append(word.text)
        continue
      }
      let name = String(word.text.prefix { $0 != "=" })
      guard met.insert(name).inserted else { return "\(name) twice" }
      let isValued = options.values.contains { $0.valued.contains(name) }
      if isValued {
        guard let value = rest.popFirst() else { return "\(name) without a value" }
        if name == "-n", !value.text.isObjectName { return "a namespace" }
      }
    }
    guard let subcommand = operands.first, let known = options[subcommand] else {
      return "the subcommand \(operands.first ?? "")"
    }
    if let name = met.first(where: { !known.alone.contains($0) && !known.valued.contains($0) }) {
      return "the option \(name) of \(subcommand)"
    }
    return operands.first { !$0.isObjectName }.map { "the operand \($0)" }
  }

  /// Whether a sed script is one substitution, without flags.
  private static func isSubstitution(_ script: String) -> Bool {
    let bytes = Array(script.utf8)
    guard bytes.count > 4, bytes[0] == UInt8(ascii: "s") else { return false }
    let delimiter = bytes[1]
    guard delimiter == UInt8(ascii: "#") || delimiter == UInt8(ascii: "/") else { return false }
    let places = bytes.indices.dropFirst().filter {
      bytes[$0] == delimiter && bytes[$0 - 1] != UInt8(ascii: "\\")
    }
    return places.count == 3 && places.last == bytes.count - 1
      && !bytes.contains(UInt8(ascii: "\n"))
  }
}

extension Unicode.Scalar {
  fileprivate var isPlainInShell: Bool {
    guard isASCII else { return false }
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9": return true
    default: return "-._/:=,@+%".unicodeScalars.contains(self)
    }
  }
}
