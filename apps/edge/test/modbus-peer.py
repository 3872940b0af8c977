"""A Modbus TCP server of pymodbus: holding 0..9 = 0, 11, 22 ..., and nothing beyond."""
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer

block = ModbusSequentialDataBlock(0, [11 * index for index in range(10)])
slave = ModbusSlaveContext(di=block, co=block, hr=block, ir=block, zero_mode=True)
StartTcpServer(context=ModbusServerContext(slaves=slave, single=True), address=("127.0.0.1", int(sys.argv[1])))
