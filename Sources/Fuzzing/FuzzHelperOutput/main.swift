import NodeCredentialsChecks

/// The entry point of libFuzzer. Built without it, the program has nothing to do.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  NodeFuzzTarget.helperOutput.run(start, count: count)
}
