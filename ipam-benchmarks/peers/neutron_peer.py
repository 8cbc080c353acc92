#!/usr/bin/python3
"""OpenStack Neutron's reference IPAM driver, as a peer of the benchmarks.

Started by the scenario "neutron" as: neutron_peer.py URL, where URL is SQLAlchemy's. It needs Debian's
python3-neutron and python3-psycopg2. It makes Neutron's three IPAM tables in that database, and
reads commands from standard input, one a line:

  subnet HELD         a new /16 of which so many addresses are held; answers "ok"
  any SECONDS         allocates any address, again and again; answers "COUNT NANOSECONDS"
  next SECONDS        the same, always preferring the lowest
  drop                gives up the subnet

What is measured is the code as it is shipped: one transaction for each call, in which the driver
lists the subnet's allocations, chooses, inserts. The one thing that it asks of the rest of Neutron,
what the subnet's CIDR is, is answered here. Addresses that are held before are rows written beside
the driver, at the places at which its own choice would have left them: it takes one at random among
the first thousand that are free.
"""
import random
import sys
import time
import types

import netaddr
import sqlalchemy
from neutron import objects
from neutron.ipam import requests
from neutron.ipam.drivers.neutrondb_ipam import db_models, driver
from neutron_lib import context
from neutron_lib.db import api, model_base
from oslo_config import cfg
from oslo_db import options
from oslo_utils import uuidutils

CIDR = netaddr.IPNetwork("10.0.0.0/16")
WINDOW = 1000
KINDS = {"any": requests.AnyAddressRequest, "next": requests.PreferNextAddressRequest}


class Peer:
    def __init__(self, url):
        objects.register_objects()
        cfg.CONF([], project="neutron")
        options.set_defaults(cfg.CONF, connection=url)
        cfg.CONF.set_override("connection", url, "database")
        driver.NeutronDbSubnet._fetch_subnet = classmethod(
            lambda cls, ctx, subnet_id: types.SimpleNamespace(
                cidr=CIDR, gateway_ip=None, tenant_id="t"))
        self.engine = api.CONTEXT_WRITER.get_engine()
        tables = [each.__table__ for each in (
            db_models.IpamSubnet, db_models.IpamAllocationPool, db_models.IpamAllocation)]
        model_base.BASEV2.metadata.create_all(self.engine, tables=tables)
        self.subnet_id = None
        self.row_id = None

    def subnet(self, held):
        self.subnet_id = uuidutils.generate_uuid()
        request = requests.SpecificSubnetRequest("t", self.subnet_id, str(CIDR))
        ctx = context.get_admin_context()
        with api.CONTEXT_WRITER.using(ctx):
            made = driver.NeutronDbPool(None, ctx).allocate_subnet(request)
            self.row_id = made.subnet_manager._ipam_subnet_id
        table = db_models.IpamAllocation.__table__
        rows = [{"ip_address": str(netaddr.IPAddress(value)), "status": "ALLOCATED",
                 "ipam_subnet_id": self.row_id} for value in held_before(held)]
        with self.engine.begin() as connection:
            for first in range(0, len(rows), 5000):
                connection.execute(table.insert(), rows[first:first + 5000])
        with self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                sqlalchemy.text("ANALYZE ipamallocations"))
        return "ok"

    def allocate(self, kind, seconds):
        count = 0
        start = time.perf_counter_ns()
        end = start + int(seconds * 1e9)
        while True:
            ctx = context.get_admin_context()
            with api.CONTEXT_WRITER.using(ctx):
                subnet = driver.NeutronDbPool(None, ctx).get_subnet(self.subnet_id)
                subnet.allocate(kind())
            count += 1
            now = time.perf_counter_ns()
            if now >= end:
                return "%d %d" % (count, now - start)

    def drop(self):
        with self.engine.begin() as connection:
            for table, column in (("ipamallocations", "ipam_subnet_id"),
                                  ("ipamallocationpools", "ipam_subnet_id"),
                                  ("ipamsubnets", "id")):
                connection.execute(
                    sqlalchemy.text("DELETE FROM %s WHERE %s = :id" % (table, column)),
                    {"id": self.row_id})
        return "ok"


def held_before(count):
    """The addresses that the driver's own choice would have taken, with a seed of its own."""
    chance = random.Random(1)
    free, chosen = [], []
    next_value = CIDR.first + 1
    while len(chosen) < count:
        while len(free) < WINDOW and next_value < CIDR.last:
            free.append(next_value)
            next_value += 1
        place = chance.randrange(len(free))
        chosen.append(free[place])
        free[place] = free[-1]
        free.pop()
    return chosen


def main():
    peer = Peer(sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "subnet":
            answer = peer.subnet(int(words[1]))
        elif words[0] == "drop":
            answer = peer.drop()
        else:
            answer = peer.allocate(KINDS[words[0]], float(words[1]))
        print(answer, flush=True)


if __name__ == "__main__":
    main()
