/// A command line, taken apart by the options that its subcommand has.
///
/// `--name value`, `--name=value`, `-n value`, `-nvalue` and `-n=value` are the same, as for kubectl.
/// `--` ends the options; `-` alone is no option.
struct Arguments: Sendable {
  /// What is no option, in order.
  private(set) var operands: [String] = []
  private var values: [Option: [String]] = [:]
  /// The subcommand's name, for messages.
  let subcommand: String

  /// Takes `arguments` apart.
  init(
    parsing arguments: some Sequence<String>, options: [Option], of subcommand: String
  ) throws(ArgumentError) {
    self.subcommand = subcommand
    var rest = arguments.makeIterator()
    while let argument = rest.next() {
      if argument == "--" {
        while let operand = rest.next() { operands.append(operand) }
      } else if argument == "-" || !argument.hasPrefix("-") {
        operands.append(argument)
      } else {
        let (option, attached) = try Self.option(argument, in: options, of: subcommand)
        let value = try Self.value(of: option, attached, or: &rest, of: subcommand)
        try add(value, of: option)
      }
    }
  }

  /// Whether an option was given.
  func has(_ option: Option) -> Bool { values[option] != nil }

  /// The value of an option that may be given once.
  func value(of option: Option) -> String? { values[option]?.first }

  /// The values of an option that may be repeated, in order.
  func values(of option: Option) -> [String] { values[option] ?? [] }

  /// The value of an option that takes one of a few words.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    of option: Option, default choice: Choice
  ) throws(ArgumentError) -> Choice {
    guard let word = value(of: option) else { return choice }
    if let choice = Choice(rawValue: word) { return choice }
    throw .invalidChoice(word, option, choices: Choice.allCases.map(\.rawValue), of: subcommand)
  }
}

extension Arguments {
  /// The option that `argument` names, and the value that is attached to it.
  private static func option(
    _ argument: String, in options: [Option], of subcommand: String
  ) throws(ArgumentError) -> (Option, attached: String?) {
    let isLong = argument.hasPrefix("--")
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = isLong ? String(parts[0].dropFirst(2)) : String(argument.dropFirst().prefix(1))
    guard
      let option = options.first(where: { isLong ? $0.name == name : $0.short?.description == name }
      )
    else {
      let known = options.map { "--\($0.name)" }
      throw .unknownOption(
        isLong ? "--\(name)" : argument,
        nearest: nearest(to: "--\(argument.drop { $0 == "-" })", in: known),
        of: subcommand)
    }
    var attached: String? = parts.count > 1 ? String(parts[1]) : nil
    if !isLong {
      let rest = argument.dropFirst(2)
      attached = rest.isEmpty ? nil : String(rest.first == "=" ? rest.dropFirst() : rest)
    }
    if option.value == nil, attached != nil { throw .unexpectedValue(option, of: subcommand) }
    return (option, attached)
  }

  /// The value of `option`: `attached`, or the next argument; empty for an option without a value.
  private static func value(
    of option: Option, _ attached: String?, or rest: inout some IteratorProtocol<String>,
    of subcommand: String
  ) throws(ArgumentError) -> String {
    guard option.value != nil else { return "" }
    if let attached, !attached.isEmpty { return attached }
    guard attached == nil, let next = rest.next(), next == "-" || !next.hasPrefix("-"),
      !next.isEmpty
    else { throw .missingValue(option, of: subcommand) }
    return next
  }

  private mutating func add(_ value: String, of option: Option) throws(ArgumentError) {
    if option.value != nil, !option.isRepeatable, values[option] != nil {
      throw .repeatedOption(option, of: subcommand)
    }
    values[option, default: []].append(value)
  }
}
