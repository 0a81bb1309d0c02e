/// All texts that Swift itself produces from a value.
enum Rendering {
  /// What print, interpolation, dump and a walk through the mirrors show of `value`.
  static func all(of value: Any) -> [(way: String, text: String)] {
    var printed = ""
    print(value, terminator: "", to: &printed)
    var debugPrinted = ""
    debugPrint(value, terminator: "", to: &debugPrinted)
    var dumped = ""
    dump(value, to: &dumped)
    return [
      ("print", printed), ("debugPrint", debugPrinted), ("dump", dumped),
      ("interpolation", "\(value)"), ("String(reflecting:)", String(reflecting: value)),
      ("mirrors", mirrored(value)),
    ]
  }

  /// The leaves and labels of a value's mirrors, whatever custom descriptions its parts have. Bytes
  /// in a row are shown as text too, since a dump of them is only another spelling.
  private static func mirrored(_ value: Any, depth: Int = 0) -> String {
    guard depth < 24 else { return "" }
    let mirror = Mirror(reflecting: value)
    var text = mirror.children.isEmpty ? String(reflecting: value) : ""
    let bytes = mirror.children.compactMap { $0.value as? UInt8 }
    if !bytes.isEmpty { text += String(decoding: bytes, as: UTF8.self) }
    for child in mirror.children {
      text += " \(child.label ?? "-") " + mirrored(child.value, depth: depth + 1)
    }
    if let parent = mirror.superclassMirror {
      for child in parent.children { text += mirrored(child.value, depth: depth + 1) }
    }
    return text
  }
}
